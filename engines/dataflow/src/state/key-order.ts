import { compareUtf8 } from '@order-up/contracts'
import TinyQueue from 'tinyqueue'
import { timeOfKey } from './time-key.ts'

/** Keys of one instant, the last one first once they are sorted. */
interface Bucket {
  readonly timeMs: number
  keys: string[]
  isSorted: boolean
  /** True while UTF-16 sorts the keys as UTF-8 does. */
  isPlain: boolean
}

/** Only from here on do the two orders differ. */
const BEYOND = /[\ud800-\uffff]/

const byTime = (left: Bucket, right: Bucket): number => left.timeMs - right.timeMs
const lastFirst = (left: string, right: string): number => (left < right ? 1 : -1)
const lastFirstUtf8 = (left: string, right: string): number => compareUtf8(right, left)

/** Keys that begin with an instant, in the order of their UTF-8 bytes. Many share an instant: those are sorted at once. */
export class KeyOrder {
  #times = new TinyQueue<Bucket>([], byTime)
  #buckets = new Map<number, Bucket>()
  #length = 0

  get length(): number {
    return this.#length
  }

  push(key: string): void {
    const timeMs = timeOfKey(key)
    let bucket = this.#buckets.get(timeMs)
    if (bucket === undefined) {
      bucket = { timeMs, keys: [], isSorted: true, isPlain: true }
      this.#buckets.set(timeMs, bucket)
      this.#times.push(bucket)
    }
    bucket.isSorted = bucket.keys.length === 0
    bucket.isPlain &&= !BEYOND.test(key)
    bucket.keys.push(key)
    this.#length += 1
  }

  /** The first key; undefined where there is none. */
  peek(): string | undefined {
    const bucket = this.#times.peek()
    if (bucket === undefined) return undefined
    if (!bucket.isSorted) {
      bucket.keys.sort(bucket.isPlain ? lastFirst : lastFirstUtf8)
      bucket.isSorted = true
    }
    return bucket.keys.at(-1)
  }

  /** Takes out the first key, there is one. */
  pop(): string {
    const key = this.peek() as string
    const bucket = this.#times.peek() as Bucket
    bucket.keys.pop()
    this.#length -= 1
    if (bucket.keys.length > 0) return key
    this.#times.pop()
    this.#buckets.delete(bucket.timeMs)
    return key
  }
}
