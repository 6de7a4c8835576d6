import { foldOrder, longCodec, type OrderState } from '@order-up/engine-core'
import fc from 'fast-check'
import { ChangeLog } from './changes.ts'
import { NO_IDS, type OpenOrder, openOrder } from './open-order.ts'
import { OrderChanges } from './order-changes.ts'
import { orderCodec } from './state-codecs.ts'
import { appliedTo, hex } from './testing/changelog-model.ts'

type Operation = 'touch' | 'remember' | 'forget' | 'drop' | 'commit'

const operations = fc.array(
  fc.record({
    operation: fc.constantFrom<Operation>('touch', 'remember', 'forget', 'drop', 'commit'),
    orderId: fc.constantFrom('ORD-1', 'ORD-2'),
    eventId: fc.constantFrom('a', 'b', 'c'),
    atMs: fc.nat(9),
  }),
  { maxLength: 30 },
)

const stateAt = (orderId: string, atMs: number, before?: OrderState): OrderState =>
  foldOrder(before, {
    order_id: orderId,
    event_id: '00000000-0000-4000-8000-000000000001',
    event_type: 'ORDER_SHIPPED',
    event_ts: atMs,
    schema_version: 1,
    payload: { type: 'OrderShipped', carrier: null, tracking_number: null },
  })

/** Orders of a partition and what the changelog is to hold of them. */
class Orders {
  readonly log = new ChangeLog()
  readonly model = new Map<string, string>()
  readonly #changes = new OrderChanges(this.log, 3)
  readonly #orders = new Map<string, OpenOrder>()

  touch(orderId: string, atMs: number): OpenOrder {
    const known = this.#orders.get(orderId)
    const order = known ?? openOrder(stateAt(orderId, atMs))
    if (known !== undefined) known.state = stateAt(orderId, atMs, known.state)
    if (known === undefined) this.#changes.open(order)
    else this.#changes.touch(known)
    this.#orders.set(orderId, order)
    this.model.set(`o|3|${orderId}`, hex(orderCodec.encodeBody(order.state)))
    return order
  }

  remember(orderId: string, eventId: string, seenMs: number): void {
    const order = this.touch(orderId, seenMs)
    if (order.remembered.includes(eventId)) return
    order.remembered = [...order.remembered, eventId]
    this.#changes.remember(order, eventId, seenMs)
    this.model.set(`i|3|${orderId}|${eventId}`, hex(longCodec.encodeBody(seenMs)))
  }

  forget(orderId: string): void {
    const order = this.#orders.get(orderId)
    const oldest = order?.remembered[0]
    if (order === undefined || oldest === undefined) return
    order.remembered = order.remembered.slice(1)
    this.#changes.forget(order, oldest)
    this.model.delete(`i|3|${orderId}|${oldest}`)
  }

  drop(orderId: string): void {
    const order = this.#orders.get(orderId)
    if (order === undefined) return
    while (order.remembered.length > 0) this.forget(orderId)
    order.remembered = NO_IDS
    this.#changes.drop(order)
    this.#orders.delete(orderId)
    this.model.delete(`o|3|${orderId}`)
  }
}

test('E3 the changelog of orders holds rows and remembered ids, one change a key, whatever happened within a step', () => {
  fc.assert(
    fc.property(operations, (steps) => {
      const orders = new Orders()
      const changelog = new Map<string, string>()
      for (const { operation, orderId, eventId, atMs } of steps) {
        if (operation === 'commit') appliedTo(changelog, orders.log)
        if (operation === 'touch') orders.touch(orderId, atMs)
        if (operation === 'remember') orders.remember(orderId, eventId, atMs)
        if (operation === 'forget') orders.forget(orderId)
        if (operation === 'drop') orders.drop(orderId)
      }
      appliedTo(changelog, orders.log)

      expect(changelog).toEqual(orders.model)
    }),
    { seed: 13, numRuns: 1_000 },
  )
})
