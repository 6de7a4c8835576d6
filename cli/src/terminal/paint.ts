import type { Environment } from '../config/setting.ts'

const STYLES = { bold: [1, 22], dim: [2, 22], red: [31, 39], green: [32, 39], yellow: [33, 39] } as const

/** A style by name; the closed set that commands may use. */
export type Style = keyof typeof STYLES

/** Text in a style, or as it is where colours are off. */
export type Paint = (style: Style, text: string) => string

export const createPaint =
  (colored: boolean): Paint =>
  (style, text) => {
    const [on, off] = STYLES[style]
    return colored ? `\u001b[${on}m${text}\u001b[${off}m` : text
  }

const isSet = (value: string | undefined): boolean => value !== undefined && value !== ''

/** Whether a stream gets colours: NO_COLOR says no, FORCE_COLOR yes, else a terminal that is not dumb and not CI's. */
export const wantsColor = (stream: { readonly isTTY?: boolean }, environment: Environment): boolean => {
  if (isSet(environment.NO_COLOR)) return false
  if (isSet(environment.FORCE_COLOR)) return environment.FORCE_COLOR !== '0'
  return stream.isTTY === true && environment.TERM !== 'dumb' && !isSet(environment.CI)
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: colours are control characters
const PAINTED = /\u001b\[\d+m/g

/** Characters of a text that take room. */
export const widthOf = (text: string): number => [...text.replace(PAINTED, '')].length
