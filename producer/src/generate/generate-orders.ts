import { encodeOrderEvent, frame, type OrderEvent, partitionOf, type RawAppend } from '@order-up/contracts'
import { type Arrival, ArrivalQueue } from './arrival-queue.ts'
import { FaultDealer } from './fault-dealer.ts'
import type { CreatedEvent } from './faults.ts'
import { type GeneratorInput, type GeneratorOptions, resolveGeneratorOptions } from './generator-options.ts'
import { OrderClock } from './order-clock.ts'
import { MEAN_LIFE_MS, type PlannedEvent, planLife } from './order-life.ts'
import { BEAT_EVERY_MS, PartitionTimes } from './partition-times.ts'
import { Random } from './random.ts'
import { Shop } from './shop.ts'
import { STREAMS } from './streams.ts'

/** What can be next: an order is placed, a look at idle partitions, an event of an order, a record that is ready. */
type Item =
  | { readonly kind: 'order' }
  | { readonly kind: 'beat' }
  | { readonly kind: 'event'; readonly planned: PlannedEvent }
  | { readonly kind: 'record'; readonly record: RawAppend }

/** How long after a record its resend arrives. */
const RESEND_MS = [50, 20_000] as const

/** Lives are hurried where more orders than this would be alive at a time. */
const MAX_ALIVE = 100_000

const isCreated = (event: OrderEvent): event is CreatedEvent => event.payload.type === 'OrderCreated'

/** Everything that is on its way to the raw topic. */
class Traffic {
  readonly #options: GeneratorOptions
  readonly #queue = new ArrivalQueue<Item>()
  readonly #random: Random
  readonly #clock: OrderClock
  readonly #times: PartitionTimes
  readonly #faults: FaultDealer
  readonly #shop: Shop
  readonly #haste: number
  #placed = 0
  #lastCreated: CreatedEvent | undefined

  constructor(options: GeneratorOptions) {
    this.#options = options
    this.#random = new Random(options.seed, STREAMS.traffic)
    this.#clock = new OrderClock(options, new Random(options.seed, STREAMS.clock))
    this.#times = new PartitionTimes(options)
    this.#faults = new FaultDealer(options)
    this.#shop = new Shop(options.seed)
    this.#haste = Math.max(1, (options.ratePerSecond * MEAN_LIFE_MS) / 1_000 / MAX_ALIVE)
  }

  *records(): Generator<RawAppend, void, undefined> {
    const { startMs, finish, rare } = this.#options
    let nowMs = startMs
    yield* this.#times.beatAll(startMs)
    this.#queue.push(this.#clock.nextMs(), { kind: 'order' })
    this.#queue.push(startMs + BEAT_EVERY_MS, { kind: 'beat' })
    for (let next = this.#queue.pop(); next !== undefined; next = this.#queue.pop()) {
      nowMs = next.atMs
      yield* this.#arrive(next)
    }
    if (finish) yield* this.#times.close(nowMs, rare.includes('ORPHAN_ORDER'))
  }

  #arrive({ atMs, item }: Arrival<Item>): readonly RawAppend[] {
    if (item.kind === 'order') return this.#place(atMs)
    if (item.kind === 'event') return this.#isWanted(item.planned) ? [this.#send(item.planned)] : []
    if (this.#isCutOff()) return []
    return item.kind === 'beat' ? this.#beat(atMs) : [item.record]
  }

  /** Places an order, and sends everything that will happen to it on its way. */
  #place(placedMs: number): readonly RawAppend[] {
    const { seed, late, disorder, rare, count } = this.#options
    const order = this.#placed
    const life = { seed, order, placedMs, late, disorder, haste: this.#haste }
    for (const planned of planLife(life, rare[order])) this.#queue.push(planned.arrivalMs, { kind: 'event', planned })
    this.#placed += 1
    if (this.#placed !== count) this.#queue.push(this.#clock.nextMs(), { kind: 'order' })
    return []
  }

  #send(planned: PlannedEvent): RawAppend {
    const event = this.#shop.event(planned)
    const { schemaId, partitions, duplicates, malformed } = this.#options
    const key = Buffer.from(event.order_id)
    const record = { key, value: frame(schemaId, encodeOrderEvent(event)), timestampMs: planned.arrivalMs }
    this.#times.raise(partitionOf(key, partitions), event.event_ts)
    if (isCreated(event)) this.#lastCreated = event
    if (this.#random.chance(duplicates)) this.#sendAgain(record)
    if (this.#random.chance(malformed) && this.#lastCreated !== undefined)
      this.#later(this.#faults.deal(this.#lastCreated, record.timestampMs))
    return record
  }

  #sendAgain(record: RawAppend): void {
    this.#later({ ...record, timestampMs: record.timestampMs + this.#random.between(...RESEND_MS) })
  }

  #later(record: RawAppend): void {
    this.#queue.push(record.timestampMs, { kind: 'record', record })
  }

  #beat(nowMs: number): readonly RawAppend[] {
    if (this.#queue.length > 0) this.#queue.push(nowMs + BEAT_EVERY_MS, { kind: 'beat' })
    return this.#times.beatIdle(nowMs)
  }

  /** The last order has been placed, and lives are not to be finished. */
  #isCutOff(): boolean {
    const { finish, count } = this.#options
    return !finish && count > 0 && this.#placed === count
  }

  #isWanted(planned: PlannedEvent): boolean {
    return planned.type === 'ORDER_CREATED' || !this.#isCutOff()
  }
}

/**
 * A raw log of whole order lives, lazily, in order of arrival (record timestamp): created, updated, confirmed, shipped,
 * delivered or cancelled, with resends, late and overtaken orders, broken records and heartbeats mixed in as the
 * options say. It begins with a heartbeat for every partition. A pure function of its options, the same bytes on every
 * version of Node; memory is bounded however long it is. Throws OU1002 on an option that is out of range.
 */
export const generateOrders = (input: GeneratorInput): Iterable<RawAppend> => {
  const options = resolveGeneratorOptions(input)
  return { [Symbol.iterator]: () => new Traffic(options).records() }
}
