import type { CustomerTier } from '@order-up/contracts'

const VIP_ORDERS = 10
const VIP_TOTAL_MINOR = 100_000

/** Tier of a customer with so many orders over so much, in minor units of the orders' own currency (C3). */
export const tierOf = (orderCount: number, totalMinor: number): CustomerTier =>
  orderCount >= VIP_ORDERS || totalMinor >= VIP_TOTAL_MINOR ? 'VIP' : 'REGULAR'
