import { murmur2, type StateChange } from '@order-up/contracts'
import {
  copyAt,
  hashAt,
  hasKeyAt,
  isDeadAt,
  markDead,
  recordBytes,
  replaceValueAt,
  type StateRecord,
  sizeAt,
  writeRecordAt,
} from './state-record.ts'

const MIN_BYTES = 65_536
const MIN_SLOTS = 1_024

/** Slots of a hash table for `keys` keys, a power of two, at most a quarter of them taken. */
const slotsFor = (keys: number): Uint32Array =>
  new Uint32Array(Math.max(MIN_SLOTS, 4 * 2 ** Math.ceil(Math.log2(keys + 1))))

/**
 * The committed state of a task: records one behind the other in one buffer, and a hash table of where each key stands.
 * When the buffer is full, what lives moves to one of twice its size. So memory is bounded by the live keys, bytes are
 * copied in and out, and millions of keys are no work for the garbage collector.
 */
export class Changelog {
  #bytes = Buffer.allocUnsafeSlow(MIN_BYTES)
  #used = 0
  /** Position of a key's record plus 1, or 0. A dead record keeps its slot until the next move. */
  #slots = slotsFor(0)
  #taken = 0
  #liveKeys = 0
  #liveBytes = 0

  apply({ key, value }: StateChange): void {
    const hash = murmur2(key)
    const known = this.#slots[this.#slotOf(hash, key)]! - 1
    if (known >= 0 && !isDeadAt(this.#bytes, known)) {
      if (value !== null && replaceValueAt(this.#bytes, known, value)) return
      this.#bury(known)
    }
    if (value !== null) this.#add({ hash, key, value })
  }

  /** Each live key once. */
  restore(apply: (key: Buffer, value: Buffer) => void): void {
    for (let at = 0; at < this.#used; at += sizeAt(this.#bytes, at))
      if (!isDeadAt(this.#bytes, at)) apply(...copyAt(this.#bytes, at))
  }

  #bury(at: number): void {
    this.#liveKeys--
    this.#liveBytes -= sizeAt(this.#bytes, at)
    markDead(this.#bytes, at)
  }

  #add(record: StateRecord): void {
    const size = recordBytes(record)
    if (this.#used + size > this.#bytes.length || 2 * this.#taken >= this.#slots.length) this.#moveLive(size)
    const slot = this.#slotOf(record.hash, record.key)
    if (this.#slots[slot] === 0) this.#taken++
    this.#slots[slot] = this.#used + 1
    writeRecordAt(this.#bytes, this.#used, record)
    this.#used += size
    this.#liveKeys++
    this.#liveBytes += size
  }

  /** The slot of `key`, or the free one where it belongs; of a key that is known to be new, the hash says it all. */
  #slotOf(hash: number, key?: Buffer): number {
    const mask = this.#slots.length - 1
    let slot = hash & mask
    while (this.#slots[slot] !== 0 && !(key !== undefined && this.#isAt(slot, hash, key))) slot = (slot + 1) & mask
    return slot
  }

  #isAt(slot: number, hash: number, key: Buffer): boolean {
    const at = this.#slots[slot]! - 1
    return hashAt(this.#bytes, at) === hash && hasKeyAt(this.#bytes, at, key)
  }

  #moveLive(needed: number): void {
    const [from, end] = [this.#bytes, this.#used]
    this.#bytes = Buffer.allocUnsafeSlow(Math.max(MIN_BYTES, 2 * (this.#liveBytes + needed)))
    this.#slots = slotsFor(this.#liveKeys)
    this.#taken = this.#liveKeys
    this.#used = 0
    for (let at = 0; at < end; ) at = isDeadAt(from, at) ? at + sizeAt(from, at) : this.#moveRun(from, at, end)
  }

  /** Moves the live records from `start` to the next dead one, or to `end`, by one copy; returns what lies behind them. */
  #moveRun(from: Buffer, start: number, end: number): number {
    let at = start
    for (; at < end && !isDeadAt(from, at); at += sizeAt(from, at))
      this.#slots[this.#slotOf(hashAt(from, at))] = this.#used + at - start + 1
    this.#used += from.copy(this.#bytes, this.#used, start, at)
    return at
  }
}
