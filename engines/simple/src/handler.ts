import type { DeadLetterCode, LogRecord, OrderCreated, OrderEvent } from '@order-up/contracts'
import { checkRecord, type DecoderOf, refusedLetter } from '@order-up/engine-core'
import { effectiveMsOf } from './customers.ts'
import type { PartitionOrders } from './partition-orders.ts'
import type { SimpleState } from './simple-state.ts'
import type { StepBuilder } from './step-builder.ts'

/** What became of the raw records so far: each is one of these. */
export interface Tally {
  readonly refused: Partial<Record<DeadLetterCode, number>>
  held: number
  curated: number
  heartbeats: number
}

/** Handles raw records one by one, in the order of the contract: validate, raise time, settle, apply. */
export class RecordHandler {
  readonly tally: Tally = { refused: {}, held: 0, curated: 0, heartbeats: 0 }
  readonly #state: SimpleState
  readonly #step: StepBuilder
  readonly #decoderOf: DecoderOf

  constructor(state: SimpleState, step: StepBuilder, decoderOf: DecoderOf) {
    this.#state = state
    this.#step = step
    this.#decoderOf = decoderOf
  }

  /**
   * Handles one record. False where the step filled while time was settled: the record then has to come again in the
   * next step, where it goes on from there, also after a restart.
   */
  handle(partition: number, record: LogRecord): boolean {
    const checked = checkRecord(record, this.#decoderOf)
    if (checked.kind === 'refused') {
      this.#refuse(partition, record, checked)
      return true
    }
    const { clock, orders } = this.#state
    clock.raise(partition, checked.event.event_ts)
    const own = orders[partition] as PartitionOrders
    if (!own.settle(clock.maxTsMs(partition), record.offset, this.#step)) return false
    if (checked.event.event_type === 'HEARTBEAT') this.tally.heartbeats += 1
    else this.#apply(partition, record, checked.event)
    return true
  }

  /** Closes windows and counts orders that the time of all partitions has passed. False where the step filled first. */
  settle(): boolean {
    const { clock, windows, customers } = this.#state
    return windows.settle(clock.minTsMs, this.#step) && customers.settle(clock.minTsMs, this.#step)
  }

  #refuse(
    partition: number,
    record: LogRecord,
    refusal: { readonly code: DeadLetterCode; readonly attemptedOrderId: string | null },
  ): void {
    this.#step.emit('dlq', refusedLetter(refusal, partition, record))
    this.tally.refused[refusal.code] = (this.tally.refused[refusal.code] ?? 0) + 1
  }

  #apply(partition: number, record: LogRecord, event: OrderEvent): void {
    const orders = this.#state.orders[partition] as PartitionOrders
    const verdict = orders.handle(event, record, this.#state.clock.maxTsMs(partition), this.#step)
    if (verdict.kind === 'refused') {
      this.#refuse(partition, record, { code: verdict.code, attemptedOrderId: event.order_id })
      return
    }
    this.tally[verdict.kind] += 1
    if (event.payload.type === 'OrderCreated') this.#place(partition, record, event, event.payload)
  }

  /** A placed order counts for windows and customers, with its own time and amount, whatever comes later (M1, C1). */
  #place(partition: number, record: LogRecord, event: OrderEvent, order: OrderCreated): void {
    const { clock, windows, customers, orders } = this.#state
    const maxTsMs = clock.maxTsMs(partition)
    const late = windows.add(order, event.event_ts, maxTsMs)
    if (late.length > 0) {
      const { order_id, event_ts } = event
      const { customer_id, currency, amount } = order
      const source = (orders[partition] as PartitionOrders).sourceOf(record)
      this.#step.emit(
        'late',
        { order_id, customer_id, currency, amount, event_ts, partition_max_ts: maxTsMs, late_for: late, ...source },
        record.key as Buffer,
      )
    }
    customers.add({
      partition,
      offset: record.offset,
      effectiveMs: effectiveMsOf(event.event_ts, maxTsMs),
      eventMs: event.event_ts,
      sourceTimestampMs: record.timestampMs,
      orderId: event.order_id,
      customerId: order.customer_id,
      currency: order.currency,
      amountMinor: order.amount,
    })
  }
}
