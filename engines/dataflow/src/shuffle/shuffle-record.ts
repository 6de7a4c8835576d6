import { recordCodec, type StateCodec } from '@order-up/engine-core'

/** An element on its way to a merge task. */
export interface ShuffleElement {
  /** Number of the shuffle through which it goes, in the order of the job. */
  readonly shuffle: number
  readonly body: Buffer
}

/**
 * What one step of a source task sends to one merge task: its elements in order, then how far its partition has come.
 * Every step sends one to each merge task, so that numbers have no gaps and time moves everywhere. It is committed with the
 * step, whole or not at all (E1).
 */
export interface ShuffleRecord {
  readonly source: number
  /** One higher with each step of the source. */
  readonly seq: number
  readonly elements: readonly ShuffleElement[]
  /** Event time of the source's partition once the elements are applied; null before its first valid record (T4). */
  readonly maxTsMs: number | null
  /** Next offset of the source's raw partition. */
  readonly position: number
  /** True once the source has come to the end that a flush has named (E5). */
  readonly isComplete: boolean
}

const ELEMENT = {
  type: 'record',
  name: 'Element',
  fields: [
    { name: 'shuffle', type: 'int' },
    { name: 'body', type: 'bytes' },
  ],
}

export const shuffleCodec: StateCodec<ShuffleRecord> = recordCodec<ShuffleRecord>('Shuffle', [
  ['source', 'int'],
  ['seq', 'long'],
  ['elements', { type: 'array', items: ELEMENT }],
  ['maxTsMs', ['null', 'long']],
  ['position', 'long'],
  ['isComplete', 'boolean'],
])
