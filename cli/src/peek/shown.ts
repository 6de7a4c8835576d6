/** A record that may be shown. */
export interface Shown {
  readonly key: Buffer | null
  readonly partition: number
  /** The record as a line of JSON. */
  readonly line: () => string
}
