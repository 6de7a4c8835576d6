import type { ErrorCode } from '@order-up/contracts'
import type { Setting } from './setting.ts'

type Described = Pick<Setting<unknown>, 'about' | 'lasting'>

const integerOf = (text: string): number => (/^-?\d{1,16}$/.test(text) ? Number(text) : Number.NaN)

const rangeText = (least: number, most: number): string =>
  most === Number.MAX_SAFE_INTEGER ? `of at least ${least}` : `from ${least} to ${most}`

/** A whole number from `least` to `most`. */
export const wholeNumber = <T extends number | undefined>(
  options: Described & { readonly least: number; readonly most?: number; readonly fallback: T },
): Setting<number | T> => {
  const { about, lasting, fallback, least, most = Number.MAX_SAFE_INTEGER } = options
  return {
    about,
    lasting,
    fallback,
    placeholder: '<n>',
    expects: `a whole number ${rangeText(least, most)}`,
    parse: (text) => {
      const number = integerOf(text)
      return number >= least && number <= most ? number : undefined
    },
  }
}

/** One of the names in `choices`. */
export const choice = <Name extends string, T extends Name | undefined>(
  options: Described & {
    readonly choices: readonly Name[]
    readonly fallback: T
    readonly placeholder: string
    readonly code?: ErrorCode
  },
): Setting<Name | T> => ({
  ...options,
  expects: options.choices.length === 1 ? options.choices[0]! : `one of ${options.choices.join(', ')}`,
  parse: (text) => options.choices.find((name) => name === text),
})

/** A path, as it is given. */
export const path = (options: Described & { readonly kind: 'file' | 'folder' }): Setting<string | undefined> => ({
  about: options.about,
  lasting: options.lasting,
  fallback: undefined,
  placeholder: options.kind === 'file' ? '<file>' : '<dir>',
  path: options.kind,
  expects: `the path of a ${options.kind}`,
  parse: (text) => (text === '' || text.includes('\0') ? undefined : text),
})

/** Any text but none at all. */
export const text = (options: Described & { readonly placeholder: string }): Setting<string | undefined> => ({
  ...options,
  fallback: undefined,
  expects: 'some text',
  parse: (given) => (given === '' ? undefined : given),
})

/** Something that is given or not, by flag only. */
export const given = (about: string): Setting<boolean> => ({
  about,
  lasting: false,
  fallback: false,
  expects: 'given without a value',
  parse: () => true,
})
