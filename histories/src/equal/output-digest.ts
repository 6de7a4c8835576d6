import { createHash } from 'node:crypto'
import { FRAME_BYTES, isFramed, type LogRecord } from '@order-up/contracts'

/** So few that the block in which two sequences part is soon read again, so many that their digests take no room. */
export const BLOCK_RECORDS = 1_000

/** A field with its length before it, so that no two fields can be taken for other two. */
const withLength = (bytes: Buffer | null): readonly Buffer[] => {
  const length = Buffer.alloc(5)
  if (bytes === null) return [length]
  length[0] = 1
  length.writeUInt32BE(bytes.length, 1)
  return [length, bytes]
}

/** What compares equal across engines: the Avro body, without the id that frames it. */
const bodyOf = (value: Buffer | null): Buffer | null =>
  value !== null && isFramed(value) ? value.subarray(FRAME_BYTES) : value

/** The digest of one partition's sequence of records, block by block: keys and bodies in order (contract, Identity). */
export class SequenceDigest {
  readonly #done: string[] = []
  #block = createHash('sha256')
  #records = 0

  /** Records so far. */
  get records(): number {
    return this.#records
  }

  add({ key, value }: Pick<LogRecord, 'key' | 'value'>): void {
    for (const part of [...withLength(key), ...withLength(bodyOf(value))]) this.#block.update(part)
    this.#records += 1
    if (this.#records % BLOCK_RECORDS > 0) return
    this.#done.push(this.#block.digest('base64'))
    this.#block = createHash('sha256')
  }

  /** A digest for each block, the unfinished one last. */
  blocks(): readonly string[] {
    return [...this.#done, this.#block.copy().digest('base64')]
  }

  /** One digest of all of it, to be shown. */
  whole(): string {
    return createHash('sha256').update(this.blocks().join()).digest('hex').slice(0, 16)
  }
}

/** Index of the first block in which two sequences differ; undefined where they are the same. */
export const firstDifferentBlock = (left: SequenceDigest, right: SequenceDigest): number | undefined => {
  const [before, after] = [left.blocks(), right.blocks()]
  if (left.records === right.records && before.every((digest, at) => digest === after[at])) return undefined
  return before.findIndex((digest, at) => digest !== after[at])
}
