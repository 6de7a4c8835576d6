import type { DeadLetterCode, OrderEvent } from '@order-up/contracts'
import { isCreated, type OrderState } from './order-state.ts'

const MAX_AGE_MS = 2_592_000_000
const MEMORY_MS = 86_400_000
const MAX_REMEMBERED = 1_000

/** What an order's partition knows about it; undefined for an order that has no state. */
export interface KnownOrder {
  readonly state: OrderState
  /** Ids of its accepted events that are still remembered (O1). */
  readonly remembered: readonly string[]
}

/** Why a valid order event is refused, null where it is accepted (O0, O1, O2). `maxTsMs` counts the event itself. */
export const refusalOf = (known: KnownOrder | undefined, event: OrderEvent, maxTsMs: number): DeadLetterCode | null => {
  if (event.event_ts + MAX_AGE_MS < maxTsMs) return 'TOO_OLD'
  if (known === undefined) return null
  if (known.remembered.includes(event.event_id)) return 'DUPLICATE_EVENT'
  if (event.event_type === 'ORDER_CREATED' && isCreated(known.state)) return 'DUPLICATE_ORDER'
  return known.remembered.length >= MAX_REMEMBERED ? 'TOO_MANY_EVENTS' : null
}

/** True while an id accepted when its partition's time was `seenMs` is remembered (O1). */
export const isRemembered = (seenMs: number, maxTsMs: number): boolean => seenMs >= maxTsMs - MEMORY_MS

/** True once an order whose greatest event_ts is `lastMs` is forgotten (O6). */
export const isExpired = (lastMs: number, maxTsMs: number): boolean => lastMs + MAX_AGE_MS < maxTsMs
