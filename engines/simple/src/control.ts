import { avroType, OrderUpError } from '@order-up/contracts'
import type { ChangeLog } from './changes.ts'
import { Table } from './table.ts'

const longsType = avroType('{"type":"array","items":"long"}')
const longs = {
  encodeBody: (values: readonly number[]): Buffer => longsType.toBuffer(values),
  decodeBody: (body: Buffer): readonly number[] => longsType.fromBuffer(body) as readonly number[],
}

/** What the engine has decided once for this log: its number of partitions, and whether it is complete (E5). */
export class Control {
  readonly #table: Table<readonly number[]>

  constructor(log: ChangeLog) {
    this.#table = new Table(log, 'x|', longs)
  }

  load(key: string, body: Buffer): void {
    this.#table.load(key, longs.decodeBody(body))
  }

  /** Notes P with the first step, refuses another one afterwards: OU1301. Refuses a sealed state: OU1302. */
  open(partitions: number): void {
    const noted = this.#table.get('partitions')?.[0]
    if (noted === undefined) this.#table.insert('partitions', [partitions])
    else if (noted !== partitions)
      throw new OrderUpError('OU1301', { detail: `state has ${noted} partitions, the topics have ${partitions}` })
    if (this.#table.get('sealed') !== undefined) throw new OrderUpError('OU1302')
  }

  /** The ends at which a flush declares the log complete, by partition; undefined where none has been asked for. */
  get flushEnds(): readonly number[] | undefined {
    return this.#table.get('flush')
  }

  intendFlush(ends: readonly number[]): void {
    this.#table.insert('flush', ends)
  }

  seal(): void {
    this.#table.insert('sealed', [])
  }
}
