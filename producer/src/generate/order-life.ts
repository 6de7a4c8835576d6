import type { EventType } from '@order-up/contracts'
import type { RareCode } from './generator-options.ts'
import { Random } from './random.ts'
import { STREAMS } from './streams.ts'

/** One event of an order to be: when it happens and when it arrives. What it says is drawn when it is sent. */
export interface PlannedEvent {
  readonly order: number
  /** Place in the order's life; names the event's random stream. */
  readonly step: number
  readonly type: Exclude<EventType, 'HEARTBEAT'>
  readonly eventMs: number
  readonly arrivalMs: number
}

export interface LifeOptions {
  readonly seed: number
  readonly order: number
  readonly placedMs: number
  /** Shares as in GeneratorOptions. */
  readonly late: number
  readonly disorder: number
  /** By what the waits of a life are divided, at least 1. */
  readonly haste: number
}

const SECOND_MS = 1_000
const MINUTE_MS = 60_000

/** What follows after an order has been placed, when, and in which share of cases a cancellation comes instead. */
const STAGES = [
  { type: 'ORDER_CONFIRMED', cancelled: 0.08, leastMs: 20 * SECOND_MS, meanMs: MINUTE_MS },
  { type: 'ORDER_SHIPPED', cancelled: 0.04, leastMs: 5 * MINUTE_MS, meanMs: 10 * MINUTE_MS },
  { type: 'ORDER_DELIVERED', cancelled: 0.01, leastMs: 10 * MINUTE_MS, meanMs: 20 * MINUTE_MS },
] as const

/** Mean time from placing an order to its delivery, unhurried. */
export const MEAN_LIFE_MS = STAGES.reduce((sum, { leastMs, meanMs }) => sum + leastMs + meanMs, 0)

/**
 * How old a late order is when it arrives. A window of size s and lateness l takes none that are s + l old; a minute
 * more is for a partition whose time lags behind. The first is late for minute_1m alone, the second for region_5m as
 * well, the third for all three metrics.
 */
const LATE_BY_MS = [
  [150 * SECOND_MS, 270 * SECOND_MS],
  [16 * MINUTE_MS, 40 * MINUTE_MS],
  [71 * MINUTE_MS, 120 * MINUTE_MS],
] as const

/** Latency and overtaking together stay below 30 s, the shortest lateness: what is overtaken is not late. */
const LATENCY_MS = [50, 1_500] as const
const OVERTAKEN_MS = [5_000, 25_000] as const

/** A life as it is being planned: a clock that waits, and what has happened. */
class Life {
  readonly events: PlannedEvent[] = []
  readonly random: Random
  readonly #options: LifeOptions
  #nowMs: number

  constructor(options: LifeOptions) {
    this.#options = options
    this.#nowMs = options.placedMs
    this.random = new Random(options.seed, STREAMS.life, options.order)
  }

  /** `leastMs` pass, and `meanMs` more on average. */
  wait(leastMs: number, meanMs: number): void {
    this.#nowMs += Math.floor((leastMs + this.random.waiting(meanMs)) / this.#options.haste)
  }

  /** Something happens now, or did `ageMs` ago, and arrives after its latency and `delayMs`. */
  happen(type: PlannedEvent['type'], ageMs = 0, delayMs = 0): void {
    this.events.push({
      order: this.#options.order,
      step: this.events.length,
      type,
      eventMs: this.#nowMs - ageMs,
      arrivalMs: this.#nowMs + this.random.between(...LATENCY_MS) + delayMs,
    })
  }

  /** How long the next record is held up: by nothing, or long enough to be overtaken. */
  drawDelayMs(): number {
    return this.random.chance(this.#options.disorder) ? this.random.between(...OVERTAKEN_MS) : 0
  }

  /** A later event of the order, `leastMs` and more after the one before. */
  follow(type: PlannedEvent['type'], leastMs: number, meanMs: number): void {
    this.wait(leastMs, meanMs)
    this.happen(type, 0, this.drawDelayMs())
  }

  /** The order is placed: late, overtaken, or as it should be. Half of those overtaken are so by their own update. */
  place(): void {
    if (this.random.chance(this.#options.late)) {
      this.happen('ORDER_CREATED', this.random.between(...this.random.pick(LATE_BY_MS)))
      return
    }
    const delayMs = this.drawDelayMs()
    this.happen('ORDER_CREATED', 0, delayMs)
    if (delayMs === 0 || this.random.chance(0.5)) return
    this.#nowMs += this.random.between(500, 3_000)
    this.happen('ORDER_UPDATED')
  }
}

/** From placing to delivery, one order in eight cancelled on the way. */
const ordinaryLife = (life: Life): void => {
  life.place()
  while (life.random.chance(0.25)) life.follow('ORDER_UPDATED', 10 * SECOND_MS, MINUTE_MS)
  for (const { type, cancelled, leastMs, meanMs } of STAGES) {
    const isCancelled = life.random.chance(cancelled)
    life.follow(isCancelled ? 'ORDER_CANCELLED' : type, leastMs, meanMs)
    if (isCancelled) return
  }
}

/** A client that is stuck: the creation and 999 updates fill what an order may remember (O2), five are too many. */
const stuckLife = (life: Life): void => {
  life.happen('ORDER_CREATED')
  for (let update = 0; update < 1_004; update += 1) {
    life.wait(100, 100)
    life.happen('ORDER_UPDATED')
  }
}

/** The creation was lost: two events that will be orphans (O6). */
const orphanLife = (life: Life): void => {
  life.follow('ORDER_CONFIRMED', SECOND_MS, MINUTE_MS)
  life.follow('ORDER_SHIPPED', MINUTE_MS, MINUTE_MS)
}

const RARE_LIVES: Readonly<Record<RareCode, (life: Life) => void>> = {
  TOO_MANY_EVENTS: stuckLife,
  ORPHAN_ORDER: orphanLife,
}

/** The life of one order, in the order of event time but for a late creation: a pure function of its options. */
export const planLife = (options: LifeOptions, rare?: RareCode): readonly PlannedEvent[] => {
  const life = new Life(options)
  const live = rare === undefined ? ordinaryLife : RARE_LIVES[rare]
  live(life)
  return life.events
}
