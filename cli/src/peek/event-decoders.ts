import { compileDecoder, type DecodeEvent, isFramed, MAX_SCHEMA_ID, schemaIdOf } from '@order-up/contracts'
import type { SchemaSource } from '@order-up/log/kafka'
import type { DecoderOf } from './peeked-line.ts'

/** Decoders of the ids that the registry knows, each asked for once; nothing is decided by looking (V3). */
export class EventDecoders {
  readonly #registry: Pick<SchemaSource, 'find'>
  readonly #known = new Map<number, DecodeEvent | null>()

  constructor(registry: Pick<SchemaSource, 'find'>) {
    this.#registry = registry
  }

  /** Asks for the id in a value, if it has one and was never asked for. Rejects where the registry does not answer. */
  async learn(value: Buffer | null): Promise<void> {
    if (value === null || !isFramed(value)) return
    const id = schemaIdOf(value)
    if (id === 0 || id > MAX_SCHEMA_ID || this.#known.has(id)) return
    const answer = await this.#registry.find(id)
    this.#known.set(id, answer.kind === 'found' && answer.text !== null ? compileDecoder(answer.text) : null)
  }

  readonly of: DecoderOf = (id) => this.#known.get(id) ?? null
}
