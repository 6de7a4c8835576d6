import { type OrderEvent, PAYLOAD_OF, type Payload } from '@order-up/contracts'
import { drawBasket } from './catalogue.ts'
import { type Customer, customerOfOrder } from './customers.ts'
import type { PlannedEvent } from './order-life.ts'
import { Random } from './random.ts'
import { STREAMS } from './streams.ts'

type Draw<Branch extends Payload['type']> = (random: Random, customer: Customer) => Extract<Payload, { type: Branch }>

const PAYMENT_METHODS = ['card', 'card', 'card', 'wallet', 'bank transfer', null] as const
const CARRIERS = ['DHL', 'UPS', 'Royal Mail', 'Canada Post', 'Australia Post', null] as const
const REASONS = ['changed my mind', 'found it cheaper', 'payment failed', 'out of stock', null] as const

const PAYLOADS: { readonly [Branch in Payload['type']]: Draw<Branch> } = {
  OrderCreated: (random, customer) => ({
    type: 'OrderCreated',
    customer_id: customer.customerId,
    currency: customer.currency,
    ...drawBasket(random, customer),
  }),
  OrderUpdated: (random, customer) => ({ type: 'OrderUpdated', ...drawBasket(random, customer) }),
  OrderConfirmed: (random) => ({ type: 'OrderConfirmed', payment_method: random.pick(PAYMENT_METHODS) }),
  OrderShipped: (random) => {
    const carrier = random.pick(CARRIERS)
    return { type: 'OrderShipped', carrier, tracking_number: carrier === null ? null : `T${random.next()}` }
  },
  OrderDelivered: () => ({ type: 'OrderDelivered' }),
  OrderCancelled: (random) => ({ type: 'OrderCancelled', reason: random.pick(REASONS) }),
  Heartbeat: () => ({ type: 'Heartbeat' }),
}

/** A shop says what its planned events contain; shops of different seeds share no order and no event id. */
export class Shop {
  readonly #seed: number
  readonly #name: string

  constructor(seed: number) {
    this.#seed = seed
    this.#name = new Random(seed, STREAMS.shop).next().toString(36).toUpperCase().padStart(7, '0')
  }

  /** `ORD-<shop>-<number>`. */
  orderId(order: number): string {
    return `ORD-${this.#name}-${String(order).padStart(6, '0')}`
  }

  /** The event in full; the same one whenever asked. */
  event(planned: PlannedEvent): OrderEvent {
    const random = new Random(this.#seed, STREAMS.content, planned.order, planned.step)
    return {
      event_id: random.uuid(),
      event_type: planned.type,
      event_ts: planned.eventMs,
      order_id: this.orderId(planned.order),
      schema_version: 1,
      payload: PAYLOADS[PAYLOAD_OF[planned.type]](random, customerOfOrder(this.#seed, planned.order)),
    }
  }
}
