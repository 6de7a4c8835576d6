import type { RawAppend } from '@order-up/contracts'
import { type CreatedEvent, FAULT_CODES, type FaultCode, makeFault } from './faults.ts'
import { Random } from './random.ts'
import { STREAMS } from './streams.ts'

/** Faults arrive within two seconds of the record they are modelled on. */
const DELAY_MS = 2_000

export interface FaultDealerOptions {
  readonly seed: number
  readonly schemaId: number
  readonly partitions: number
}

/** Deals faults like cards: every code once, in random order, before any comes again. */
export class FaultDealer {
  readonly #options: FaultDealerOptions
  #dealt = 0
  #deck: FaultCode[] = []

  constructor(options: FaultDealerOptions) {
    this.#options = options
  }

  /** The next fault, modelled on a creation that has been sent; it arrives at `nowMs` or a little later. */
  deal(sent: CreatedEvent, nowMs: number): RawAppend {
    const random = new Random(this.#options.seed, STREAMS.faults, this.#dealt)
    this.#dealt += 1
    const timestampMs = nowMs + random.below(DELAY_MS)
    const sound: CreatedEvent = {
      ...sent,
      event_id: random.uuid(),
      event_ts: timestampMs,
      order_id: `${sent.order_id}.X${this.#dealt}`,
    }
    return { ...makeFault(this.#draw(random), { ...this.#options, random, sound, sent }), timestampMs }
  }

  #draw(random: Random): FaultCode {
    if (this.#deck.length === 0) this.#deck = [...FAULT_CODES]
    return this.#deck.splice(random.below(this.#deck.length), 1)[0] as FaultCode
  }
}
