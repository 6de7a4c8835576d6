import { OrderUpError } from '@order-up/contracts'
import type { ControlLog } from './control-log.ts'

/** How a decision stands in its topic, as JSON. */
export interface RecordFormat<V> {
  write(name: string, value: V): object
  /** Undefined where the record is none of ours. */
  read(record: object): { readonly name: string; readonly value: V } | undefined
}

/** Where decisions stand. */
export type Decided = Pick<ControlLog, 'upToNow' | 'append'>

export interface FirstRecordsOptions<V> {
  readonly control: Decided
  readonly topic: string
  readonly format: RecordFormat<V>
}

/** What has been decided once and for all: of each name the first record of a topic counts, for whoever reads it. */
export class FirstRecords<V> {
  readonly #options: FirstRecordsOptions<V>
  readonly #decided = new Map<string, V>()
  #read = 0

  constructor(options: FirstRecordsOptions<V>) {
    this.#options = options
  }

  /** What has been decided about `name`; undefined where nothing has. */
  async find(name: string, signal: AbortSignal): Promise<V | undefined> {
    if (!this.#decided.has(name)) await this.#learn(signal)
    return this.#decided.get(name)
  }

  /** What has been decided about `name`; where nothing has, `propose` is asked, unless another is quicker. */
  async decide(name: string, propose: () => Promise<V>, signal: AbortSignal): Promise<V> {
    await this.find(name, signal)
    if (!this.#decided.has(name)) await this.#record(name, await propose(), signal)
    return this.#decided.get(name) as V
  }

  async #record(name: string, value: V, signal: AbortSignal): Promise<void> {
    const { control, topic, format } = this.#options
    const record = { key: Buffer.from(name), value: Buffer.from(JSON.stringify(format.write(name, value))) }
    await control.append(topic, record, signal)
    await this.#learn(signal)
  }

  /** Takes in what the topic holds by now. */
  async #learn(signal: AbortSignal): Promise<void> {
    const { control, topic, format } = this.#options
    const records = await control.upToNow(topic, signal)
    for (const { value } of records.slice(this.#read)) {
      const read = format.read(JSON.parse(String(value)) as object)
      if (read === undefined) throw new OrderUpError('OU1306', { detail: topic })
      if (!this.#decided.has(read.name)) this.#decided.set(read.name, read.value)
    }
    this.#read = records.length
  }
}
