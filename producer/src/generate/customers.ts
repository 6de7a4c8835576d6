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

/** Share of orders that regulars place. */
const REGULARS_SHARE = 0.35
const FIRST_REGULARS = 60
const FIRST_CUSTOMERS = 500
/** The crowd grows by one customer with every order, the regulars by one with every so many. */
const ORDERS_PER_REGULAR = 64

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

const buyerNumber = (random: Random, order: number): number => {
  const regulars = FIRST_REGULARS + Math.floor(order / ORDERS_PER_REGULAR)
  return random.chance(REGULARS_SHARE)
    ? Math.min(random.below(regulars), random.below(regulars))
    : random.below(FIRST_CUSTOMERS + order)
}

/**
 * Who places order `order`: one time in three a regular, and the first of them most often, else anybody. One order in
 * thirty is paid in another currency than usual.
 */
export const customerOfOrder = (seed: number, order: number): Customer => {
  const random = new Random(seed, STREAMS.buyer, order)
  const customer = customerOf(seed, buyerNumber(random, order))
  return random.chance(1 / 32) ? { ...customer, currency: random.pick(['USD', 'EUR', 'GBP']) } : customer
}
