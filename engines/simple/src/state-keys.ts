import type { StateChange } from '@order-up/contracts'

/** The changelog key of each kind of state, by its prefix; behind it comes what tells one of the kind from another. */
export const STATE_KEYS = {
  x: (name: string) => `x|${name}`,
  t: (partition: number) => `t|${partition}`,
  o: (partition: number, orderId: string) => `o|${partition}|${orderId}`,
  i: (partition: number, orderId: string, eventId: string) => `i|${partition}|${orderId}|${eventId}`,
  h: (partition: number, orderId: string, offset: number) => `h|${partition}|${orderId}|${offset}`,
  w: (window: string) => `w|${window}`,
  m: (window: string, customerId: string) => `m|${window}|${customerId}`,
  q: (partition: number, offset: number) => `q|${partition}|${offset}`,
  c: (customerId: string, currency: string) => `c|${customerId}|${currency}`,
} as const

/** What a step does to one key; a null value forgets it. */
export const stateChange = (key: string, value: Buffer | null): StateChange => ({ key: Buffer.from(key), value })
