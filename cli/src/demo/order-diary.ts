import type { CuratedOrder } from '@order-up/contracts'
import { FewOfEach } from './few-of-each.ts'

const MOST_OF_A_PARTITION = 125
const MAX_ROWS = 12

/** An order from its first row to its last. */
export type OrderHistory = readonly CuratedOrder[]

const last = (history: OrderHistory): CuratedOrder => history.at(-1)!
const statuses = (history: OrderHistory): number => new Set(history.map(({ status }) => status)).size

/** What makes a history worth showing, from the most to the least telling. */
const KINDS: readonly ((history: OrderHistory) => boolean)[] = [
  (history) => last(history).status === 'delivered' && statuses(history) >= 4,
  (history) => last(history).status === 'cancelled' && history.length > 1,
  // Its first row counts more than one event: what came before the creation was held until then (O4).
  (history) => history[0]!.event_count > 1,
  (history) => new Set(history.map(({ amount }) => amount)).size > 1,
  (history) => history.length > 1,
]

/** By the record with which each began, as it was dated. */
const earliestFirst = ([left]: OrderHistory, [right]: OrderHistory): number =>
  left!.source_timestamp - right!.source_timestamp ||
  left!.source_partition - right!.source_partition ||
  left!.source_offset - right!.source_offset

/** The rows of the first hundred orders or so of each partition, to pick from when all has happened. */
export class OrderDiary {
  readonly #histories = new Map<string, CuratedOrder[]>()
  readonly #room = new FewOfEach(MOST_OF_A_PARTITION)

  add(row: CuratedOrder): void {
    const history = this.#histories.get(row.order_id)
    if (history !== undefined) history.push(row)
    else if (this.#room.meets(row.source_partition)) this.#histories.set(row.order_id, [row])
  }

  /** At most `count` orders of different kinds: delivered, cancelled, out of order, changed. */
  pick(count: number): readonly OrderHistory[] {
    const short = [...this.#histories.values()].filter(({ length }) => length <= MAX_ROWS).sort(earliestFirst)
    const picked: OrderHistory[] = []
    for (const isOfKind of KINDS) {
      const found = short.find((history) => isOfKind(history) && !picked.includes(history))
      if (found !== undefined && picked.length < count) picked.push(found)
    }
    return picked.length > 0 ? picked : short.slice(0, count)
  }
}
