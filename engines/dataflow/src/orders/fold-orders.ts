import type { CuratedOrder, DeadLetter, LogRecord, OrderCreated, OrderEvent, SourceRecord } from '@order-up/contracts'
import { curatedRow, foldOrder, isCreated, refusalOf } from '@order-up/engine-core'
import type { Make } from '../graph/node.ts'
import type { Outlets } from '../graph/operator.ts'
import type { KeyedState } from '../state/keyed-state.ts'
import type { SourceContext } from '../task/task-context.ts'
import { HeldEvents } from './held-events.ts'
import { OrderExpiry } from './order-expiry.ts'
import { forgetIds, type OrderRow, openRow, orderRowCodec, remember } from './order-row.ts'
import { type ReadEvent, refuse } from './validate.ts'

/** An order at its creation: what windows and customers count, whatever comes later (M1, C1). */
export interface PlacedEvent extends ReadEvent {
  readonly order: OrderCreated
  readonly source: SourceRecord
}

/** Where the events of orders go. */
export interface FoldedOrders {
  readonly curated: CuratedOrder
  readonly placed: PlacedEvent
  readonly refused: DeadLetter
}

/** The orders of one raw partition, as far as its time has come (O0 to O6). */
class FoldOrders {
  readonly #context: SourceContext
  readonly #outlets: Outlets<FoldedOrders>
  readonly #rows: KeyedState<OrderRow>
  readonly #held: HeldEvents
  readonly #expiry: OrderExpiry

  constructor(context: SourceContext, outlets: Outlets<FoldedOrders>) {
    this.#context = context
    this.#outlets = outlets
    this.#rows = context.state.keyed('o', orderRowCodec)
    this.#held = new HeldEvents(context)
    this.#expiry = new OrderExpiry({ context, rows: this.#rows, held: this.#held, orphans: outlets.refused })
  }

  advance(timeMs: number): boolean {
    return this.#expiry.advance(timeMs)
  }

  accept(read: ReadEvent): boolean {
    const { event, record } = read
    if (event.event_type === 'HEARTBEAT') {
      this.#context.step.counters.add('heartbeats')
      return true
    }
    const { maxTsMs } = this.#context.time
    const row = this.#rows.get(event.order_id)
    if (row !== undefined) forgetIds(row, maxTsMs)
    const code = refusalOf(row, event, maxTsMs)
    if (code !== null) return this.#refuse(record, { code, attemptedOrderId: event.order_id })
    if (row !== undefined && event.event_type === 'ORDER_CREATED' && !this.#release(row)) return false
    this.#apply(read, this.#fold(row, event))
    return true
  }

  #refuse(record: LogRecord, refusal: Parameters<typeof refuse>[2]): boolean {
    return this.#outlets.refused.accept(refuse(this.#context, record, refusal))
  }

  /** Forgets what was held until this creation. False where the step filled first. */
  #release(row: OrderRow): boolean {
    if (row.heldFrom === row.heldTo) return true
    this.#rows.put(row.state.orderId, row)
    return this.#held.drop(row)
  }

  #fold(known: OrderRow | undefined, event: OrderEvent): OrderRow {
    const state = foldOrder(known?.state, event)
    const row = known ?? openRow(state)
    row.state = state
    remember(row, event.event_id, this.#context.time.maxTsMs)
    this.#rows.put(state.orderId, row)
    if (known === undefined) this.#expiry.file(state)
    return row
  }

  #apply({ event, record }: ReadEvent, row: OrderRow): void {
    const { counters } = this.#context.step
    if (!isCreated(row.state)) {
      this.#held.add(row, record)
      counters.add('held')
      return
    }
    const source = this.#sourceOf(record)
    counters.add('curated')
    this.#outlets.curated.accept(curatedRow(row.state, event, source))
    if (event.payload.type === 'OrderCreated')
      this.#outlets.placed.accept({ event, record, order: event.payload, source })
  }

  #sourceOf({ offset, timestampMs }: LogRecord): SourceRecord {
    return { source_timestamp: timestampMs, source_partition: this.#context.partition, source_offset: offset }
  }
}

export const foldOrders: Make<ReadEvent, FoldedOrders, SourceContext> = (context, outlets) =>
  new FoldOrders(context, outlets)
