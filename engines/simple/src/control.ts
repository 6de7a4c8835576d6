import { avroType, OrderUpError } from '@order-up/contracts'
import { ChangedItems, type StepChange, type Tracked } from './changed-items.ts'
import type { ChangeLog } from './changes.ts'
import { STATE_KEYS } from './state-keys.ts'

const longsType = avroType('{"type":"array","items":"long"}')

interface Decision extends Tracked {
  readonly name: string
  readonly values: readonly number[]
}

const decision = (name: string, values: readonly number[], stepChange: StepChange): Decision => ({
  name,
  values,
  stepChange,
})

/** What the engine has decided once for this log: its number of partitions, and whether it is complete (E5). */
export class Control {
  readonly #decisions = new Map<string, Decision>()
  readonly #changes: ChangedItems<Decision>

  constructor(log: ChangeLog) {
    this.#changes = new ChangedItems(log, {
      keyOf: ({ name }) => STATE_KEYS.x(name),
      encodeBody: ({ values }) => longsType.toBuffer(values),
    })
  }

  load(name: string, body: Buffer): void {
    this.#decisions.set(name, decision(name, longsType.fromBuffer(body) as readonly number[], 'none'))
  }

  /** Notes P with the first step, refuses another one afterwards: OU1301. Refuses a sealed state: OU1302. */
  open(partitions: number): void {
    const noted = this.#decisions.get('partitions')?.values[0]
    if (noted === undefined) this.#decide('partitions', [partitions])
    else if (noted !== partitions)
      throw new OrderUpError('OU1301', { detail: `state has ${noted} partitions, the topics have ${partitions}` })
    if (this.#decisions.has('sealed')) throw new OrderUpError('OU1302')
  }

  /** The ends at which a flush declares the log complete, by partition; undefined where none has been asked for. */
  get flushEnds(): readonly number[] | undefined {
    return this.#decisions.get('flush')?.values
  }

  intendFlush(ends: readonly number[]): void {
    this.#decide('flush', ends)
  }

  seal(): void {
    this.#decide('sealed', [])
  }

  #decide(name: string, values: readonly number[]): void {
    const decided = decision(name, values, 'none')
    this.#decisions.set(name, decided)
    this.#changes.add(decided)
  }
}
