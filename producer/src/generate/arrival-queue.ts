import TinyQueue from 'tinyqueue'

/** Something that arrives at an instant, epoch ms. */
export interface Arrival<Item> {
  readonly atMs: number
  readonly item: Item
}

interface Queued<Item> extends Arrival<Item> {
  readonly sequence: number
}

/** What is on its way, by time of arrival; of what arrives together, what was sent first. */
export class ArrivalQueue<Item> {
  readonly #queue = new TinyQueue<Queued<Item>>([], (a, b) => a.atMs - b.atMs || a.sequence - b.sequence)
  #sequence = 0

  get length(): number {
    return this.#queue.length
  }

  push(atMs: number, item: Item): void {
    this.#queue.push({ atMs, item, sequence: this.#sequence })
    this.#sequence += 1
  }

  pop(): Arrival<Item> | undefined {
    return this.#queue.pop()
  }
}
