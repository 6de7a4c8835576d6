import type { Setting } from './setting.ts'

/** A share, from 0 to `most`, which is 1 at the greatest. */
export const share = (options: {
  readonly about: string
  readonly fallback: number
  readonly most?: number
}): Setting<number> => {
  const { about, fallback, most = 1 } = options
  return {
    about,
    fallback,
    lasting: false,
    placeholder: '<share>',
    expects: `a share from 0 to ${most}, such as 0.02`,
    parse: (text) => {
      const number = /^\d{1,3}(\.\d{1,9})?$/.test(text) ? Number(text) : Number.NaN
      return number <= most ? number : undefined
    },
  }
}
