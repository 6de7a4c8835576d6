import { type Batch, type ClaimedTask, OrderUpError, type TopicPartition } from '@order-up/contracts'
import type { TaskWork } from './task-work.ts'

export interface ReaderSetting {
  readonly task: ClaimedTask
  readonly work: TaskWork
  /** What has to be known before the batch can be handled without waiting. */
  readonly prepare: (batch: Batch) => Promise<void>
  /** Rung when there is more to handle, or nothing more will come. */
  readonly changed: () => void
}

const nameOf = ({ topic, partition }: TopicPartition): string => `${topic}/${partition}`

/** Reads a task's inputs in the background, and pauses those of which enough waits. */
export class InputReader {
  readonly #setting: ReaderSetting
  readonly #closing = new AbortController()
  readonly #paused = new Map<string, TopicPartition>()
  #failure: { readonly error: unknown } | undefined

  constructor(setting: ReaderSetting) {
    this.#setting = setting
    this.#read().catch((error: unknown) => {
      this.#failure = { error }
      setting.changed()
    })
  }

  /** Throws what ended the reading: OU1501 where the task is lost. */
  check(): void {
    if (this.#failure !== undefined) throw this.#failure.error
  }

  /** Reads on where it had paused and there is room again. */
  resume(): void {
    const { task, work } = this.#setting
    for (const [name, input] of this.#paused) {
      if (work.isAhead(input)) continue
      this.#paused.delete(name)
      task.resume(input)
    }
  }

  close(): void {
    this.#closing.abort('closed')
  }

  async #read(): Promise<void> {
    const { task, work, prepare, changed } = this.#setting
    const { signal } = this.#closing
    for await (const batch of task.read(signal)) {
      await prepare(batch)
      if (signal.aborted) return
      work.add(batch)
      if (work.isAhead(batch)) this.#pause(batch)
      changed()
    }
    if (!signal.aborted) throw new OrderUpError('OU1501', { detail: `task ${task.task.name}` })
  }

  #pause({ topic, partition }: TopicPartition): void {
    const input = { topic, partition }
    this.#paused.set(nameOf(input), input)
    this.#setting.task.pause(input)
  }
}
