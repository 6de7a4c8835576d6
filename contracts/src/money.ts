import { OrderUpError } from './errors.ts'

/** Money is an integer number of minor units, two decimals for every currency (T2). Never a float. */

/** `numerator / denominator` rounded half up, for a numerator of at least 0 within the safe integers (T2). */
export const divideHalfUp = (numerator: number, denominator: number): number => {
  const rest = numerator % denominator
  const quotient = (numerator - rest) / denominator
  return rest * 2 >= denominator ? quotient + 1 : quotient
}

/** `12345` as `123.45`. */
export const formatMoney = (minor: number): string => {
  const digits = String(Math.abs(minor)).padStart(3, '0')
  return `${minor < 0 ? '-' : ''}${digits.slice(0, -2)}.${digits.slice(-2)}`
}

const MONEY = /^(-?)(\d+)\.(\d{2})$/

/** `123.45` as `12345`; throws OU1105 on anything but digits with two decimals. */
export const parseMoney = (text: string): number => {
  const match = MONEY.exec(text)
  const minor = match === null ? Number.NaN : Number(match[2]) * 100 + Number(match[3])
  if (!Number.isSafeInteger(minor)) throw new OrderUpError('OU1105', { detail: `"${text}"` })
  return match?.[1] === '-' && minor !== 0 ? -minor : minor
}
