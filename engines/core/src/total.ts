import { OrderUpError } from '@order-up/contracts'

const MAX_TOTAL_MINOR = 999_999_999_999_999

/** `total + amount` in minor units; throws OU1305 beyond 15 digits, naming whose total it is (M1). */
export const addToTotal = (totalMinor: number, amountMinor: number, owner: () => string): number => {
  const sum = totalMinor + amountMinor
  if (sum > MAX_TOTAL_MINOR) throw new OrderUpError('OU1305', { detail: owner() })
  return sum
}
