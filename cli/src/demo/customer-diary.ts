import { type CustomerActivity, outputKeys } from '@order-up/contracts'
import { FewOfEach } from './few-of-each.ts'

const MOST_OF_A_PARTITION = 500

/** A customer's row before becoming VIP and the row that made it so (C3). */
export interface Promotion {
  readonly before: CustomerActivity
  readonly after: CustomerActivity
}

/** Most orders first; among as many, the earliest promotion. */
const bestFirst = ({ after: left }: Promotion, { after: right }: Promotion): number =>
  right.order_count - left.order_count ||
  left.effective_ts - right.effective_ts ||
  left.source_partition - right.source_partition ||
  left.source_offset - right.source_offset

/** Watches the first few hundred customers of each partition for the order that makes one of them VIP. */
export class CustomerDiary {
  readonly #regulars = new Map<string, CustomerActivity>()
  readonly #promotions: Promotion[] = []
  readonly #room = new FewOfEach(MOST_OF_A_PARTITION)

  /** Takes in the next row of a partition. */
  add(row: CustomerActivity, partition: number): void {
    const key = outputKeys.customers(row)
    const before = this.#regulars.get(key)
    if (before !== undefined && row.tier === 'VIP') {
      this.#promotions.push({ before, after: row })
      this.#regulars.delete(key)
    } else if (
      before !== undefined ||
      (row.order_count === 1 && row.tier === 'REGULAR' && this.#room.meets(partition))
    ) {
      this.#regulars.set(key, row)
    }
  }

  /** The promotion that took the most orders; undefined where nobody became VIP. */
  pick(): Promotion | undefined {
    return [...this.#promotions].sort(bestFirst)[0]
  }
}
