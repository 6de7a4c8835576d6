import { type Batch, compileDecoder, type DecodeEvent, type Log } from '@order-up/contracts'
import { type DecoderOf, schemaIdToDecide } from './validate.ts'

/** Decoders by schema id: each id is decided by the log once (V3) and its decoder compiled once (V4). */
export class Decoders {
  readonly #decoders = new Map<number, DecodeEvent | null>()
  readonly #log: Log

  constructor(log: Log) {
    this.#log = log
  }

  /** Decides every id in a batch that is new, so that its records can then be checked without waiting. */
  async learn({ records }: Batch): Promise<void> {
    for (const record of records) {
      const id = schemaIdToDecide(record)
      if (id === null || this.#decoders.has(id)) continue
      const text = await this.#log.decideSchema(id)
      this.#decoders.set(id, text === null ? null : compileDecoder(text))
    }
  }

  readonly of: DecoderOf = (schemaId) => this.#decoders.get(schemaId) ?? null
}
