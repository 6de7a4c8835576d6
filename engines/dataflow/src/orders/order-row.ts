import { isRemembered, ORDER_STATE_TYPE, type OrderState, recordCodec, type StateCodec } from '@order-up/engine-core'

/**
 * An order that has not been forgotten. Ids stand in the row, for there are 1,000 at most (O2); held events have keys of
 * their own, numbered from `heldFrom` up to `heldTo`. Changed in place.
 */
export interface OrderRow {
  state: OrderState
  /** Ids of accepted events, oldest first; those at the front may have to be forgotten (O1). */
  remembered: string[]
  /** Event time of the partition when each of them was accepted. */
  seenMs: number[]
  heldFrom: number
  heldTo: number
}

/** An event accepted before its order's creation: what its orphan letter would need (O6). */
export interface HeldEvent {
  readonly offset: number
  readonly timestampMs: number
}

export const orderRowCodec: StateCodec<OrderRow> = recordCodec<OrderRow>('OrderRow', [
  ['state', ORDER_STATE_TYPE],
  ['remembered', { type: 'array', items: 'string' }],
  ['seenMs', { type: 'array', items: 'long' }],
  ['heldFrom', 'int'],
  ['heldTo', 'int'],
])

export const heldEventCodec: StateCodec<HeldEvent> = recordCodec<HeldEvent>('HeldEvent', [
  ['offset', 'long'],
  ['timestampMs', 'long'],
])

export const openRow = (state: OrderState): OrderRow => ({ state, remembered: [], seenMs: [], heldFrom: 0, heldTo: 0 })

/** Forgets the ids that event time has left behind (O1). */
export const forgetIds = (row: OrderRow, maxTsMs: number): void => {
  let forgotten = 0
  while (forgotten < row.seenMs.length && !isRemembered(row.seenMs[forgotten] as number, maxTsMs)) forgotten += 1
  if (forgotten === 0) return
  row.remembered = row.remembered.slice(forgotten)
  row.seenMs = row.seenMs.slice(forgotten)
}

export const remember = (row: OrderRow, eventId: string, seenMs: number): void => {
  row.remembered.push(eventId)
  row.seenMs.push(seenMs)
}
