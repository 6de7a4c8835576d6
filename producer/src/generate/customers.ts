import { CATEGORIES, type Category, type ShopCurrency, type Shopper } from './catalogue.ts'
import { Random } from './random.ts'
import { STREAMS } from './streams.ts'

/** Where a customer lives, how often that is drawn, and what is paid with there, the most usual first. */
interface Home {
  readonly weight: number
  /** Start of the customer_id; none of the regions of O5 for the last two. */
  readonly prefix: string
  readonly currencies: readonly ShopCurrency[]
}

const HOMES: readonly Home[] = [
  { weight: 40, prefix: 'CUST-US-', currencies: ['USD'] },
  { weight: 24, prefix: 'CUST-EU-', currencies: ['EUR', 'EUR', 'EUR', 'EUR', 'CHF', 'SEK', 'PLN'] },
  { weight: 14, prefix: 'CUST-UK-', currencies: ['GBP'] },
  { weight: 8, prefix: 'CUST-CA-', currencies: ['CAD', 'CAD', 'CAD', 'USD'] },
  { weight: 6, prefix: 'CUST-AU-', currencies: ['AUD'] },
  { weight: 5, prefix: 'walk-in-', currencies: ['CAD', 'USD'] },
  { weight: 3, prefix: 'CUST-NZ-', currencies: ['AUD'] },
]

const REGULARS = 60
const REGULARS_SHARE = 0.35
const FIRST_CUSTOMERS = 500

export interface Customer extends Shopper {
  readonly customerId: string
}

/** One ticket a home for each unit of its weight. */
const TICKETS = HOMES.flatMap((home) => Array.from({ length: home.weight }, () => home))

/** Customer `number` of the shop of `seed`: the same person whenever asked. */
export const customerOf = (seed: number, number: number): Customer => {
  const random = new Random(seed, STREAMS.customer, number)
  const home = random.pick(TICKETS)
  return {
    customerId: `${home.prefix}${String(number).padStart(5, '0')}`,
    currency: random.pick(home.currencies),
    favourite: random.pick<Category>(CATEGORIES),
  }
}

/**
 * Who places order `order`: one time in three one of 60 regulars, the first of whom come most often, else one of a
 * crowd that grows by one with every order. One order in thirty is paid in another currency.
 */
export const customerOfOrder = (seed: number, order: number): Customer => {
  const random = new Random(seed, STREAMS.buyer, order)
  const number = random.chance(REGULARS_SHARE)
    ? Math.min(random.below(REGULARS), random.below(REGULARS))
    : REGULARS + random.below(FIRST_CUSTOMERS + order)
  const customer = customerOf(seed, number)
  return random.chance(1 / 32) ? { ...customer, currency: random.pick(['USD', 'EUR', 'GBP']) } : customer
}
