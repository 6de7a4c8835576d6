import type { OrderValueCategory } from '../../src/output-records.ts'
import { halfUp } from './money.ts'

/** What O5 derives from customer_id and amount; amounts in minor units. */

const TAX_PERCENT = { us: 8, eu: 19, uk: 20, ca: 5, au: 10 } as const
export type Region = keyof typeof TAX_PERCENT

const REGION_OF_CUSTOMER = /^CUST-(US|EU|UK|CA|AU)-/

/** Region of a customer; `ca` where the id names none. */
export const regionOf = (customerId: string): Region =>
  (REGION_OF_CUSTOMER.exec(customerId)?.[1]?.toLowerCase() ?? 'ca') as Region

/** Tax of an amount, half up. */
export const taxOf = (amount: number, region: Region): number => halfUp(amount * TAX_PERCENT[region], 100)

/** Small below 50.00, medium to 500.00 inclusive, else large. */
export const valueCategoryOf = (amount: number): OrderValueCategory => {
  if (amount < 5_000) return 'small'
  return amount <= 50_000 ? 'medium' : 'large'
}

/** The merchant of a customer, such as `MERCH-US-022`. */
export const merchantOf = (customerId: string): string => {
  const codes = [...customerId].map((character) => character.charCodeAt(0))
  const number = codes.reduce((sum, code) => sum + code, 0) % 100
  return `MERCH-${regionOf(customerId).toUpperCase()}-${String(number).padStart(3, '0')}`
}
