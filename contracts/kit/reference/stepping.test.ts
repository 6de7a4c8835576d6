import fc from 'fast-check'
import { cancelled, created, eventId, eventLog, heartbeat, type LogEvent, shipped, updated } from './event-log.ts'
import { runReference } from './reference.ts'

/**
 * O0 to O6 once more, word for word: one record after the other, every order looked at after each. Far too slow for a
 * real log, and without the reference's grouping by order and its search for the record that moved time.
 */

const MONTH = 2_592_000_000
const DAY = 86_400_000

interface Remembered {
  readonly id: string
  readonly seen: number
}
interface Order {
  readonly orderId: string
  readonly remembered: readonly Remembered[]
  readonly created: boolean
  readonly eventCount: number
  readonly lastTs: number
  readonly held: readonly number[]
}

const byExpiry = (a: Order, b: Order): number => a.lastTs - b.lastTs || (a.orderId < b.orderId ? -1 : 1)

class Stepper {
  readonly letters: string[] = []
  readonly rows: string[] = []
  #orders: readonly Order[] = []
  #maxTs = -Infinity

  get waiting(): number {
    return this.#orders.filter((order) => !order.created).reduce((sum, { held }) => sum + held.length, 0)
  }

  step(event: Required<LogEvent>, offset: number): void {
    this.#maxTs = Math.max(this.#maxTs, event.event_ts)
    this.#expire(offset)
    if (event.event_type === 'HEARTBEAT') return
    const code = this.#refusalOf(event)
    if (code === undefined) this.#accept(event, offset)
    else this.letters.push(`${offset} ${code} by ${offset}`)
  }

  #expire(offset: number): void {
    const expired = this.#orders.filter(({ lastTs }) => lastTs + MONTH < this.#maxTs)
    for (const order of [...expired].sort(byExpiry))
      for (const held of order.created ? [] : order.held) this.letters.push(`${held} ORPHAN_ORDER by ${offset}`)
    this.#orders = this.#orders.filter((order) => !expired.includes(order))
  }

  #orderOf(orderId: string): Order {
    const order = this.#orders.find((each) => each.orderId === orderId)
    return order ?? { orderId, remembered: [], created: false, eventCount: 0, lastTs: -Infinity, held: [] }
  }

  #rememberedIn(order: Order): readonly string[] {
    return order.remembered.filter(({ seen }) => seen >= this.#maxTs - DAY).map(({ id }) => id)
  }

  #refusalOf(event: Required<LogEvent>): string | undefined {
    if (event.event_ts + MONTH < this.#maxTs) return 'TOO_OLD'
    const order = this.#orderOf(event.order_id)
    if (this.#rememberedIn(order).includes(event.event_id)) return 'DUPLICATE_EVENT'
    return event.event_type === 'ORDER_CREATED' && order.created ? 'DUPLICATE_ORDER' : undefined
  }

  #accept(event: Required<LogEvent>, offset: number): void {
    const order = this.#orderOf(event.order_id)
    const isCreated = order.created || event.event_type === 'ORDER_CREATED'
    const next = {
      orderId: event.order_id,
      remembered: [...order.remembered, { id: event.event_id, seen: this.#maxTs }],
      created: isCreated,
      eventCount: order.eventCount + 1,
      lastTs: Math.max(order.lastTs, event.event_ts),
      held: isCreated ? [] : [...order.held, offset],
    }
    this.#orders = [...this.#orders.filter((each) => each !== order), next]
    if (isCreated) this.rows.push(`${offset} event ${next.eventCount}`)
  }
}

const near = (...edges: readonly number[]) =>
  fc.tuple(fc.constantFrom(...edges), fc.integer({ min: -1, max: 1 })).map(([edge, off]) => edge + off)

const anyEvent: fc.Arbitrary<Required<LogEvent>> = fc
  .record({
    plain: fc.constantFrom(created(0), updated(0), shipped(0), cancelled(0), heartbeat(0)),
    event_ts: near(DAY, 2 * DAY, MONTH, MONTH + DAY, MONTH + 2 * DAY, 2 * MONTH, 2 * MONTH + DAY, 3 * MONTH + 2 * DAY),
    order_id: fc.constantFrom('a', 'B', 'b'),
    event_id: fc.integer({ min: 0, max: 5 }).map(eventId),
  })
  .map(({ plain, ...fields }) => ({ ...plain, ...fields, schema_version: 1, partition: 0 }))

test('T5 stepping record by record, as the contract is worded, yields the same rows and letters', () => {
  fc.assert(
    fc.property(fc.array(anyEvent, { maxLength: 60 }), (events) => {
      const stepper = new Stepper()
      for (const [offset, event] of events.entries()) stepper.step(event, offset)

      const { outputs, conservation } = runReference(eventLog(events))

      expect({
        rows: outputs.curated.flat().map(({ value }) => `${value.source_offset} event ${value.event_count}`),
        letters: outputs.dlq
          .flat()
          .map(({ value }) => `${value.source_offset} ${value.error_code} by ${value.decided_offset}`),
        waiting: conservation.heldEnded.waiting,
      }).toEqual({ rows: stepper.rows, letters: stepper.letters, waiting: stepper.waiting })
    }),
    { numRuns: 500 },
  )
})
