import type { Basket, OrderItem } from '@order-up/contracts'
import type { Random } from './random.ts'

/** What the shop sells, in US cents, cheapest first: cheap things are bought more often. */
export const CATALOGUE = {
  Electronics: {
    'ELC-CABLE': 1_290,
    'ELC-CHARGER': 2_490,
    'ELC-EARBUDS': 5_990,
    'ELC-KEYBOARD': 8_900,
    'ELC-SPEAKER': 12_900,
    'ELC-MONITOR': 24_900,
    'ELC-PHONE': 59_900,
    'ELC-LAPTOP': 109_900,
  },
  Clothing: {
    'CLO-SOCKS': 890,
    'CLO-TSHIRT': 1_790,
    'CLO-SCARF': 2_490,
    'CLO-SHIRT': 3_990,
    'CLO-JEANS': 5_990,
    'CLO-DRESS': 7_900,
    'CLO-BOOTS': 11_900,
    'CLO-COAT': 18_900,
  },
  Books: {
    'BOK-CRIME': 990,
    'BOK-NOVEL': 1_290,
    'BOK-TRAVEL': 1_790,
    'BOK-COOKING': 2_490,
    'BOK-SCIENCE': 2_990,
    'BOK-COMPUTING': 3_990,
    'BOK-ART': 4_990,
    'BOK-ATLAS': 7_900,
  },
  Home: {
    'HOM-CANDLE': 790,
    'HOM-MUG': 990,
    'HOM-TOWEL': 1_590,
    'HOM-CUSHION': 2_290,
    'HOM-LAMP': 4_990,
    'HOM-BEDDING': 7_990,
    'HOM-RUG': 14_900,
    'HOM-ARMCHAIR': 34_900,
  },
  Sports: {
    'SPO-BOTTLE': 1_290,
    'SPO-BALL': 1_990,
    'SPO-MAT': 2_990,
    'SPO-SHORTS': 3_490,
    'SPO-RACKET': 6_900,
    'SPO-SHOES': 10_900,
    'SPO-TENT': 19_900,
    'SPO-BICYCLE': 74_900,
  },
} as const satisfies Readonly<Record<string, Readonly<Record<string, number>>>>

export type Category = keyof typeof CATALOGUE

export const CATEGORIES = Object.keys(CATALOGUE) as readonly Category[]

/** Every currency the shop takes, with what 100 US cents are there, in its minor units. */
export const PRICE_LEVELS = { USD: 100, EUR: 95, GBP: 80, CAD: 140, AUD: 150, CHF: 90, SEK: 1_050, PLN: 400 } as const

export type ShopCurrency = keyof typeof PRICE_LEVELS

const SHELVES = Object.fromEntries(
  CATEGORIES.map((category) => [category, Object.entries<number>(CATALOGUE[category])]),
) as unknown as Readonly<Record<Category, readonly (readonly [string, number])[]>>

/** The price of `usCents` in another currency, ending in 9 as prices do. */
const localPrice = (usCents: number, currency: ShopCurrency): number =>
  Math.floor((usCents * PRICE_LEVELS[currency]) / 1_000) * 10 + 9

const drawItem = (random: Random, category: Category, currency: ShopCurrency): OrderItem => {
  const shelf = SHELVES[category]
  const place = Math.min(random.below(shelf.length), random.below(shelf.length))
  const [product, usCents] = shelf[place] as readonly [string, number]
  return {
    product_id: product,
    category,
    quantity: usCents < 5_000 && random.chance(0.3) ? random.between(2, 4) : 1,
    unit_price: localPrice(usCents, currency),
  }
}

/** Two lines on average, one product a line. */
const drawItems = (random: Random, favourite: Category, currency: ShopCurrency): readonly OrderItem[] => {
  const lines = 1 + random.waiting(2)
  const items = new Map<string, OrderItem>()
  for (let line = 0; line < lines; line += 1) {
    const category = random.chance(0.6) ? favourite : random.pick(CATEGORIES)
    const item = drawItem(random, category, currency)
    items.set(item.product_id, item)
  }
  return [...items.values()]
}

export interface Shopper {
  readonly favourite: Category
  readonly currency: ShopCurrency
}

/** A basket of one to ten lines; one in seven is flat, a total without its items. Valid by V6, and below 50,000.00. */
export const drawBasket = (random: Random, shopper: Shopper): Basket => {
  const items = drawItems(random, shopper.favourite, shopper.currency)
  const basket = {
    amount: items.reduce((sum, item) => sum + item.quantity * item.unit_price, 0),
    items_count: items.reduce((sum, item) => sum + item.quantity, 0),
  }
  return { ...basket, items: random.chance(0.15) ? [] : items }
}
