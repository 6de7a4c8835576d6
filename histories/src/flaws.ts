import type { Basket, Payload } from '@order-up/contracts'
import type { EventSpec } from '@order-up/contracts/kit'
import type { Flaw } from './move.ts'

type Spoil = (spec: EventSpec & { readonly payload: Payload }) => EventSpec

const AFTER_9999_MS = 253_402_300_800_000

const spoilBasket =
  (change: (basket: Basket) => Partial<Basket>): Spoil =>
  (spec) => {
    const { payload } = spec
    if (payload.type !== 'OrderCreated' && payload.type !== 'OrderUpdated') return spec
    return { ...spec, payload: { ...payload, ...change(payload) } }
  }

const spoilCreation =
  (change: { readonly customer_id: string } | { readonly currency: string }): Spoil =>
  (spec) =>
    spec.payload.type === 'OrderCreated' ? { ...spec, payload: { ...spec.payload, ...change } } : spec

/** Makes an event one that V5 to V7 refuse; one that has no such field stays as it is. */
export const SPOILS: Readonly<Record<Flaw, Spoil>> = {
  schemaVersion: (spec) => ({ ...spec, schemaVersion: 0 }),
  eventId: (spec) => ({ ...spec, eventId: 'E' }),
  orderId: (spec) => ({ ...spec, orderId: '-' }),
  longOrderId: (spec) => ({ ...spec, orderId: 'o'.repeat(65) }),
  otherKey: (spec) => ({ ...spec, key: Buffer.from('other') }),
  noKey: (spec) => ({ ...spec, key: null }),
  payload: (spec) => ({
    ...spec,
    eventType: spec.payload.type === 'OrderShipped' ? 'ORDER_CANCELLED' : 'ORDER_SHIPPED',
  }),
  customerId: spoilCreation({ customer_id: 'a|b' }),
  noAmount: spoilBasket(() => ({ amount: 0 })),
  greatAmount: spoilBasket(() => ({ amount: 100_000_000 })),
  currency: spoilCreation({ currency: 'usd' }),
  itemsCount: spoilBasket(() => ({ items_count: 0 })),
  lines: spoilBasket(({ items_count }) => ({ items_count: items_count + 1 })),
  linePrice: spoilBasket(({ items }) => ({
    items: items.map((item) => ({ ...item, unit_price: item.unit_price + 1 })),
  })),
  lineName: spoilBasket(({ items }) => ({ items: items.map((item) => ({ ...item, category: '' })) })),
  before1970: (spec) => ({ ...spec, atMs: -1 }),
  after9999: (spec) => ({ ...spec, atMs: AFTER_9999_MS, timestampMs: AFTER_9999_MS }),
}
