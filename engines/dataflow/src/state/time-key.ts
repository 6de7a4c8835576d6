const DIGITS = 15

/** An instant (epoch ms, of the years 1970 to 9999) as it begins a key: as text it sorts as it does as a number. */
export const timeKey = (ms: number): string => String(ms).padStart(DIGITS, '0')

/** The instant with which a key begins. */
export const timeOfKey = (key: string): number => Number(key.slice(0, DIGITS))

/** What follows the instant and the bar behind it. */
export const restOfKey = (key: string): string => key.slice(DIGITS + 1)
