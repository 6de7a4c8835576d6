import { OrderUpError, type Position, type StateChange } from '@order-up/contracts'

/** What the last step of a task left behind: written with it, in its transaction. */
export interface PositionRecord {
  /** Number of the claim that wrote it, one higher each time that the task is claimed. */
  readonly claim: number
  /** Number of the step within its claim; the claim itself is step 0. */
  readonly step: number
  /** Next offset of every input that has ever moved, by the contract's topic names. */
  readonly positions: readonly Position[]
}

/** A record of a changelog as it is written: a null value forgets the key. */
export interface ChangelogRecord {
  readonly key: Buffer
  readonly value: Buffer | null
}

const POSITION_KEY = Buffer.from('p')
/** Before each key of the state: no such key is taken for the position, or for a transaction marker. */
const STATE_MARK = Buffer.from('s')

export const NO_POSITION: PositionRecord = { claim: 0, step: 0, positions: [] }

export const positionRecord = (record: PositionRecord): ChangelogRecord => ({
  key: POSITION_KEY,
  value: Buffer.from(JSON.stringify(record)),
})

export const stateRecord = ({ key, value }: StateChange): ChangelogRecord => ({
  key: Buffer.concat([STATE_MARK, key]),
  value,
})

/** A record as it is read back. */
export type ReadRecord =
  | { readonly kind: 'position'; readonly position: PositionRecord }
  | { readonly kind: 'state'; readonly change: StateChange }

const isPositionRecord = (value: unknown): value is PositionRecord => {
  const { claim, step, positions } = (value ?? {}) as Partial<PositionRecord>
  return Number.isSafeInteger(claim) && Number.isSafeInteger(step) && Array.isArray(positions)
}

const positionIn = (value: Buffer | null): PositionRecord => {
  const position: unknown = JSON.parse(String(value))
  if (!isPositionRecord(position)) throw new OrderUpError('OU1306', { detail: 'position record' })
  return position
}

/** Reads a record of a changelog. Throws OU1306 where it is none of ours. */
export const readChangelogRecord = ({ key, value }: { key: Buffer | null; value: Buffer | null }): ReadRecord => {
  if (key?.equals(POSITION_KEY) === true) return { kind: 'position', position: positionIn(value) }
  if (key === null || key[0] !== STATE_MARK[0]) throw new OrderUpError('OU1306', { detail: 'changelog key' })
  return { kind: 'state', change: { key: key.subarray(STATE_MARK.length), value } }
}

/** `positions`, with those that a step has moved. */
export const moved = (positions: readonly Position[], step: readonly Position[]): readonly Position[] => {
  const nameOf = ({ topic, partition }: Position): string => `${topic}/${partition}`
  return [...new Map([...positions, ...step].map((position) => [nameOf(position), position])).values()]
}
