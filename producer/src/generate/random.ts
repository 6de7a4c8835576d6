/**
 * Randomness that is the same on every machine and every version of Node: sfc32 (Chris Doty-Humphrey, PractRand) on
 * 32-bit integers, its state derived from a path of integers. No floating-point function takes part.
 */

const TWO_32 = 4_294_967_296

/** The finaliser of murmur3: every bit of `word` reaches every bit of the result. */
const scramble = (word: number): number => {
  const first = Math.imul(word ^ (word >>> 16), 0x85ebca6b)
  const second = Math.imul(first ^ (first >>> 13), 0xc2b2ae35)
  return second ^ (second >>> 16)
}

/** Quantiles of the exponential distribution of mean 1,000 at sixteenths; the last one is chosen to keep the mean. */
const WAITING = [0, 65, 134, 208, 288, 375, 470, 575, 693, 827, 981, 1163, 1386, 1674, 2079, 2773, 4618] as const

const HEX = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'))

/** Numbers are drawn before the first is handed out, so that paths which differ in one bit have nothing in common. */
const WARM_UP = 12

/** A stream of random numbers, a pure function of its path. Streams of different paths are independent. */
export class Random {
  #a = 0x9e3779b9 | 0
  #b = 0
  #c = 0
  #counter = 1

  /** `path` names the stream: safe integers, such as a seed, a purpose and a number. */
  constructor(...path: readonly number[]) {
    for (const part of path) {
      this.#absorb(part)
      this.#absorb(Math.floor(part / TWO_32))
    }
    for (let round = 0; round < WARM_UP; round += 1) this.next()
  }

  #absorb(word: number): void {
    this.#a = scramble(this.#a ^ word)
    this.#b = scramble((this.#b + this.#a) | 0)
    this.#c = scramble(this.#c ^ this.#b)
  }

  /** The next integer of 32 bits, from 0 on. */
  next(): number {
    const sum = (this.#a + this.#b + this.#counter) | 0
    this.#counter = (this.#counter + 1) | 0
    this.#a = this.#b ^ (this.#b >>> 9)
    this.#b = (this.#c + (this.#c << 3)) | 0
    this.#c = (((this.#c << 21) | (this.#c >>> 11)) + sum) | 0
    return sum >>> 0
  }

  /** An integer from 0 up to, not including, `end`, which is at most 2^32. */
  below(end: number): number {
    return this.next() % end
  }

  /** An integer from `least` to `most`, both included. */
  between(least: number, most: number): number {
    return least + this.below(most - least + 1)
  }

  /** True in `share` of all draws; a share of 0 is never, of 1 always. */
  chance(share: number): boolean {
    return this.next() < share * TWO_32
  }

  /** One of `choices`, all equally likely. */
  pick<T>(choices: readonly T[]): T {
    return choices[this.below(choices.length)] as T
  }

  /** A wait of mean `mean`, an integer: exponential in shape, never longer than 4.6 times the mean. */
  waiting(mean: number): number {
    const drawn = this.next()
    const sixteenth = drawn >>> 28
    const from = WAITING[sixteenth] as number
    const step = (WAITING[sixteenth + 1] as number) - from
    const permille = from + ((step * ((drawn >>> 12) & 0xffff)) >>> 16)
    return Math.floor((mean * permille) / 1_000)
  }

  /** A UUID of version 4, lower case. */
  uuid(): string {
    const hex = (): string => {
      const word = this.next()
      return `${HEX[word >>> 24]}${HEX[(word >>> 16) & 255]}${HEX[(word >>> 8) & 255]}${HEX[word & 255]}`
    }
    const [first, second, third, fourth] = [hex(), hex(), hex(), hex()]
    return `${first}-${second.slice(0, 4)}-4${second.slice(5)}-a${third.slice(1, 4)}-${third.slice(4)}${fourth}`
  }
}
