import type { Random } from './random.ts'

const BURST_ORDERS = [20, 60] as const
const MEAN_BURST = 40
const BURST_SPEED = 20

export interface OrderClockOptions {
  readonly startMs: number
  /** Orders in a second, on average over bursts and calm. */
  readonly ratePerSecond: number
  /** Share of orders that come in bursts, at twenty times the rate; below 1. */
  readonly bursts: number
}

/** When orders are placed: waits of exponential shape, broken by bursts of 20 to 60 orders. */
export class OrderClock {
  readonly #random: Random
  readonly #startMs: number
  readonly #burstChance: number
  /** Mean waits in microseconds, so that a thousand orders a second are not all a millisecond apart. */
  readonly #calmUs: number
  readonly #burstUs: number
  #elapsedUs = 0
  #left = 0

  constructor({ startMs, ratePerSecond, bursts }: OrderClockOptions, random: Random) {
    const meanUs = 1_000_000 / ratePerSecond
    this.#random = random
    this.#startMs = startMs
    this.#burstChance = bursts / (MEAN_BURST - bursts * (MEAN_BURST - 1))
    this.#burstUs = Math.round(meanUs / BURST_SPEED)
    this.#calmUs = Math.round((meanUs * (1 - bursts / BURST_SPEED)) / (1 - bursts))
  }

  /** When the next order is placed, epoch ms. */
  nextMs(): number {
    if (this.#left === 0 && this.#random.chance(this.#burstChance)) this.#left = this.#random.between(...BURST_ORDERS)
    this.#elapsedUs += this.#random.waiting(this.#left > 0 ? this.#burstUs : this.#calmUs)
    if (this.#left > 0) this.#left -= 1
    return this.#startMs + Math.floor(this.#elapsedUs / 1_000)
  }
}
