import type { CuratedOrder } from '@order-up/contracts'

const MAX_ORDERS = 500
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

/** The rows of the first few hundred orders, to pick from when all has happened. */
export class OrderDiary {
  readonly #histories = new Map<string, CuratedOrder[]>()

  add(row: CuratedOrder): void {
    const history = this.#histories.get(row.order_id)
    if (history !== undefined) history.push(row)
    else if (this.#histories.size < MAX_ORDERS) this.#histories.set(row.order_id, [row])
  }

  /** At most `count` orders of different kinds: delivered, cancelled, out of order, changed. */
  pick(count: number): readonly OrderHistory[] {
    const short = [...this.#histories.values()].filter(({ length }) => length <= MAX_ROWS)
    const picked: OrderHistory[] = []
    for (const isOfKind of KINDS) {
      const found = short.find((history) => isOfKind(history) && !picked.includes(history))
      if (found !== undefined && picked.length < count) picked.push(found)
    }
    return picked.length > 0 ? picked : short.slice(0, count)
  }
}
