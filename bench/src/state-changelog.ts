import { closeSync, existsSync, openSync, readSync, writeSync } from 'node:fs'
import type { ChangelogMark, StateChange, StateCopy } from '@order-up/contracts'

/** Length of the key, length of the value, -1 where it is forgotten. */
const HEADER_BYTES = 8
const CHUNK_BYTES = 8_388_608

/** A task's changelog as a file, one change behind the other: what a broker keeps, outside of this process. */
export class StateChangelog {
  readonly #path: string
  readonly #file: number
  #bytes: number

  constructor(path: string, bytes: number) {
    this.#path = path
    this.#file = openSync(path, existsSync(path) ? 'r+' : 'w+')
    this.#bytes = bytes
  }

  get bytes(): number {
    return this.#bytes
  }

  append(changes: readonly StateChange[]): ChangelogMark {
    const parts: Buffer[] = []
    for (const { key, value } of changes) {
      const header = Buffer.allocUnsafe(HEADER_BYTES)
      header.writeInt32LE(key.length, 0)
      header.writeInt32LE(value?.length ?? -1, 4)
      parts.push(header, key)
      if (value !== null) parts.push(value)
    }
    const bytes = Buffer.concat(parts)
    writeSync(this.#file, bytes, 0, bytes.length, this.#bytes)
    this.#bytes += bytes.length
    return String(this.#bytes)
  }

  /** Applies what lies behind the copy's mark, in order. */
  restore(copy: StateCopy): ChangelogMark {
    const chunk = Buffer.allocUnsafe(CHUNK_BYTES)
    for (let at = Number(copy.mark ?? 0); at < this.#bytes; ) {
      const length = readSync(this.#file, chunk, 0, Math.min(CHUNK_BYTES, this.#bytes - at), at)
      at += this.#applyWhole(chunk.subarray(0, length), copy)
    }
    return String(this.#bytes)
  }

  /** Applies the changes that lie whole in `bytes`; returns their length. */
  #applyWhole(bytes: Buffer, copy: StateCopy): number {
    let at = 0
    while (at + HEADER_BYTES <= bytes.length) {
      const [keyLength, valueLength] = [bytes.readInt32LE(at), bytes.readInt32LE(at + 4)]
      const keyAt = at + HEADER_BYTES
      const end = keyAt + keyLength + Math.max(0, valueLength)
      if (end > bytes.length) return at
      const value = valueLength < 0 ? null : Buffer.from(bytes.subarray(keyAt + keyLength, end))
      copy.apply(Buffer.from(bytes.subarray(keyAt, keyAt + keyLength)), value)
      at = end
    }
    return at
  }

  close(): void {
    closeSync(this.#file)
  }

  get path(): string {
    return this.#path
  }
}
