import { hasType, isAnswer } from '../kafka-errors.ts'
import { sleep } from '../retrying.ts'

/** Answers of a cluster that is about to change, or has just changed: a new topic has no leader at first. */
const IN_MOTION = [
  'LEADER_NOT_AVAILABLE',
  'NOT_LEADER_FOR_PARTITION',
  'NOT_CONTROLLER',
  'GROUP_COORDINATOR_NOT_AVAILABLE',
  'NOT_COORDINATOR_FOR_GROUP',
  'GROUP_LOAD_IN_PROGRESS',
]
const ATTEMPTS = 12
const PAUSE_MS = 50

export interface Connecting<T> {
  readonly open: () => Promise<T>
  readonly close: (connected: T) => Promise<unknown>
}

/** A connection that is made at its first use, and anew after it has failed. */
export class Connected<T> {
  readonly #connecting: Connecting<T>
  #current: Promise<T> | undefined

  constructor(connecting: Connecting<T>) {
    this.#connecting = connecting
  }

  /** Uses the connection; tries again for a while what a cluster in motion can't answer yet. */
  async use<R>(question: (connected: T) => Promise<R>): Promise<R> {
    for (let attempt = 1; ; attempt += 1) {
      this.#current ??= this.#connecting.open()
      const asked = this.#current
      try {
        return await question(await asked)
      } catch (error) {
        if (!isAnswer(error) && this.#current === asked) this.close().catch(() => {})
        if (attempt === ATTEMPTS || !IN_MOTION.some((type) => hasType(error, type))) throw error
        await sleep(attempt * PAUSE_MS)
      }
    }
  }

  async close(): Promise<void> {
    const current = this.#current
    this.#current = undefined
    await current?.then(this.#connecting.close).catch(() => {})
  }
}
