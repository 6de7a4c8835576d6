import { OrderUpError } from '../../src/errors.ts'

/** `numerator / denominator` rounded half up, exactly; both at least 0 (T2). */
export const halfUp = (numerator: number, denominator: number): number => {
  const [n, d] = [BigInt(numerator), BigInt(denominator)]
  return Number((2n * n + d) / (2n * d))
}

const GREATEST_TOTAL = 999_999_999_999_999

/** The sum of amounts, none below 0; throws OU1305 where it is beyond 15 digits (M1), as it does for customers. */
export const totalOf = (amounts: readonly number[], whose: string): number => {
  const total = amounts.reduce((sum, amount) => sum + amount, 0)
  if (total > GREATEST_TOTAL) throw new OrderUpError('OU1305', { detail: whose })
  return total
}
