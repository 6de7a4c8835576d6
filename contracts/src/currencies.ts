import { readFileSync } from 'node:fs'

const text = readFileSync(new URL('../../schemas/currencies.txt', import.meta.url), 'utf8')

/** The active ISO 4217 codes (V6, UNKNOWN_CURRENCY), from `schemas/currencies.txt`. */
export const CURRENCIES: ReadonlySet<string> = new Set(text.split('\n').filter((line) => line !== ''))
