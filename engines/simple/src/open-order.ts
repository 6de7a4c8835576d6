import type { OrderState } from '@order-up/engine-core'
import type { OrderChange } from './order-changes.ts'

/** An event accepted before its order's creation: what its orphan letter would need (O6). */
export interface HeldEvent {
  readonly offset: number
  readonly timestampMs: number
}

/** An order that has not been forgotten, with what hangs on it. There may be many millions: every byte counts. */
export interface OpenOrder {
  state: OrderState
  /** Ids of accepted events, oldest first, as long as they are remembered (O1). */
  remembered: readonly string[]
  /** Events held until the creation, in order of offset (O4); empty once created. */
  held: readonly HeldEvent[]
  /** The `lastMs` under which the order stands in the expiry queue; older than the state's where events came since. */
  filedMs: number
  /** What the step that is being filled has done to it; undefined where that is nothing. */
  change: OrderChange | undefined
}

export const NO_IDS: readonly string[] = []
const NO_HELD: readonly HeldEvent[] = []

/** A newly opened order. */
export const openOrder = (state: OrderState): OpenOrder => ({
  state,
  remembered: NO_IDS,
  held: NO_HELD,
  filedMs: state.lastMs,
  change: undefined,
})

/** Adds an event to those that wait for the creation; there may be very many. */
export const hold = (order: OpenOrder, event: HeldEvent): void => {
  if (order.held.length === 0) order.held = [event]
  else (order.held as HeldEvent[]).push(event)
}

/** Takes all held events off an order. */
export const release = (order: OpenOrder): readonly HeldEvent[] => {
  const { held } = order
  order.held = NO_HELD
  return held
}
