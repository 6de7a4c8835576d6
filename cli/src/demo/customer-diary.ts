import { type CustomerActivity, outputKeys } from '@order-up/contracts'

const MAX_CUSTOMERS = 2_000

/** A customer's row before becoming VIP and the row that made it so (C3). */
export interface Promotion {
  readonly before: CustomerActivity
  readonly after: CustomerActivity
}

/** Watches the first couple of thousand customers for the order that makes one of them VIP. */
export class CustomerDiary {
  readonly #regulars = new Map<string, CustomerActivity>()
  readonly #promotions: Promotion[] = []
  #met = 0

  add(row: CustomerActivity): void {
    const key = outputKeys.customers(row)
    const before = this.#regulars.get(key)
    if (before !== undefined && row.tier === 'VIP') {
      this.#promotions.push({ before, after: row })
      this.#regulars.delete(key)
    } else if (before !== undefined || (row.order_count === 1 && row.tier === 'REGULAR' && this.#isRoom())) {
      this.#regulars.set(key, row)
    }
  }

  #isRoom(): boolean {
    this.#met += 1
    return this.#met <= MAX_CUSTOMERS
  }

  /** The promotion that took the most orders; undefined where nobody became VIP. */
  pick(): Promotion | undefined {
    return [...this.#promotions].sort((a, b) => b.after.order_count - a.after.order_count)[0]
  }
}
