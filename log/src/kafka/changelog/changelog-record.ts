import { OrderUpError, type Position, type StateChange } from '@order-up/contracts'

/** What the last step of a task left behind: written with it, in its transaction. */
export interface PositionRecord {
  /** Tells this changelog from any other, also from one of the same name: drawn at the first claim, kept by all later ones. */
  readonly changelog: string
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

/** Where a task stands that has never been claimed. */
export const NO_POSITION: PositionRecord = { changelog: '', claim: 0, step: 0, positions: [] }

/** What the next claim writes; `newId` names the changelog where none has yet. */
export const nextClaim = ({ changelog, claim, positions }: PositionRecord, newId: string): PositionRecord => ({
  changelog: changelog === '' ? newId : changelog,
  claim: claim + 1,
  step: 0,
  positions,
})

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
  const { changelog, claim, step, positions } = (value ?? {}) as Partial<PositionRecord>
  const isNumbered = Number.isSafeInteger(claim) && Number.isSafeInteger(step)
  return isNumbered && typeof changelog === 'string' && Array.isArray(positions)
}

const positionIn = (value: Buffer | null): PositionRecord => {
  // One that was written before changelogs had names has none.
  const position: unknown = { changelog: '', ...JSON.parse(String(value)) }
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
