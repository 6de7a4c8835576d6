import { type Batch, type ClaimedTask, OrderUpError, RAW_TOPIC } from '@order-up/contracts'
import type { Decoders } from '@order-up/engine-core'
import type { Inbox } from './inbox.ts'

/** Fills the inbox from the log, and pauses partitions of which enough waits there. */
export class BatchReader {
  readonly #task: ClaimedTask
  readonly #signal: AbortSignal
  readonly #decoders: Decoders
  readonly #inbox: Inbox
  readonly #batches: AsyncIterator<Batch>
  readonly #closing = new AbortController()
  readonly #close = (): void => this.close()
  readonly #paused = new Set<number>()
  #next: Promise<void> | undefined

  constructor(options: {
    readonly task: ClaimedTask
    readonly signal: AbortSignal
    readonly decoders: Decoders
    readonly inbox: Inbox
  }) {
    this.#task = options.task
    this.#signal = options.signal
    this.#decoders = options.decoders
    this.#inbox = options.inbox
    this.#batches = options.task.read(this.#closing.signal)[Symbol.asyncIterator]()
    this.#signal.addEventListener('abort', this.#close)
    if (this.#signal.aborted) this.close()
  }

  /** Resolves once a further batch is in the inbox, or when `signal` fires. Rejects with OU1501 when the task is lost. */
  more(): Promise<void> {
    this.#resume()
    if (this.#next === undefined) {
      this.#next = this.#fetch().finally(() => {
        this.#next = undefined
      })
      this.#next.catch(() => {}) // whoever waits sees it; after a failed commit nobody does
    }
    return this.#next
  }

  async #fetch(): Promise<void> {
    const { done, value: batch } = await this.#batches.next()
    if (done === true) {
      if (this.#closing.signal.aborted) return
      throw new OrderUpError('OU1501', { detail: `task ${this.#task.task.name}` })
    }
    await this.#decoders.learn(batch)
    this.#inbox.add(batch)
    if (this.#inbox.isAhead(batch.partition)) this.#pause(batch.partition)
  }

  #pause(partition: number): void {
    this.#paused.add(partition)
    this.#task.pause({ topic: RAW_TOPIC, partition })
  }

  #resume(): void {
    for (const partition of this.#paused) {
      if (this.#inbox.isAhead(partition)) continue
      this.#paused.delete(partition)
      this.#task.resume({ topic: RAW_TOPIC, partition })
    }
  }

  /** Ends reading; a batch that is on its way is dropped. */
  close(): void {
    this.#signal.removeEventListener('abort', this.#close)
    this.#closing.abort()
  }
}
