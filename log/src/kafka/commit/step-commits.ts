import { OrderUpError, type Step } from '@order-up/contracts'
import { moved, type PositionRecord } from '../changelog/changelog-record.ts'
import type { EngineContext } from '../group/engine-context.ts'
import { asOrderUpError, isFinal } from '../kafka-errors.ts'
import { Backoff } from '../retrying.ts'
import { stepTransaction } from './step-transaction.ts'
import type { Transactions, Written } from './transactions.ts'

/** What has been found out after an unknown outcome. */
export interface Reclaimed {
  readonly transactions: Transactions
  /** True where the step whose outcome was unknown has been committed. */
  readonly hasLanded: boolean
  /** Next offset of the changelog behind it. */
  readonly confirmed: number
}

/** A claim, as far as steps are committed under it. */
export interface CommitClaim {
  /** Name of the task. */
  readonly task: string
  readonly context: EngineContext
  /** Topic of the changelog. */
  readonly changelog: string
  /** The position record that the claim itself has written. */
  readonly position: PositionRecord
  readonly transactions: Transactions
  /** Next offset of the changelog behind that record. */
  readonly confirmed: number
  /** Claims again after an unknown outcome: fences, and finds out whether the task is still ours. Throws OU1501. */
  readonly reclaim: (position: PositionRecord, confirmed: number, signal: AbortSignal) => Promise<Reclaimed>
  /** Fires when the task has been lost or closed. */
  readonly ended: AbortSignal
}

/** Steps of a task as transactions, one after the other; an unknown outcome is settled before the next one. */
export class StepCommits {
  readonly #claim: CommitClaim
  #transactions: Transactions | undefined
  #position: PositionRecord
  #confirmed: number
  #committing: Promise<void> | undefined

  constructor(claim: CommitClaim) {
    this.#claim = claim
    this.#transactions = claim.transactions
    this.#position = claim.position
    this.#confirmed = claim.confirmed
  }

  /** What the last confirmed step has left behind. */
  get position(): PositionRecord {
    return this.#position
  }

  /** Next offset of the changelog behind the last confirmed step. */
  get confirmed(): number {
    return this.#confirmed
  }

  /** Throws OU1501 when the task has been taken over, OU7002 while another step is on its way. */
  async commit(step: Step): Promise<void> {
    const { task, ended } = this.#claim
    if (this.#committing !== undefined) throw new OrderUpError('OU7002', { detail: `task ${task}` })
    if (ended.aborted) throw this.#superseded()
    this.#committing = this.#commit(step)
    try {
      await this.#committing
    } finally {
      this.#committing = undefined
      if (ended.aborted) this.discard()
    }
  }

  /** Resolves when no commit is in flight. */
  async settled(): Promise<void> {
    await this.#committing?.catch(() => {})
  }

  /** Lets go of the connections, at once or when the commit in flight has come to an end: it may yet go well. */
  discard(): void {
    if (this.#committing !== undefined) return
    this.#transactions?.discard()
    this.#transactions = undefined
  }

  async close(): Promise<void> {
    await this.#transactions?.close()
  }

  #superseded(): OrderUpError {
    return new OrderUpError('OU1501', { detail: `task ${this.#claim.task}` })
  }

  async #commit(step: Step): Promise<void> {
    const { context, changelog, ended } = this.#claim
    const position = {
      ...this.#position,
      step: this.#position.step + 1,
      positions: moved(this.#position.positions, step.positions),
    }
    const written = stepTransaction({ context, changelog, step, position })
    try {
      this.#confirmed = await this.#write(written, position)
      this.#position = position
    } catch (error) {
      throw ended.aborted ? this.#superseded() : asOrderUpError(error)
    }
    context.onConsumed(step.positions)
  }

  /** Writes until it is known to be durable; returns the changelog's next offset behind it. */
  async #write(written: Written, position: PositionRecord): Promise<number> {
    const { context, changelog, task, ended } = this.#claim
    const backoff = new Backoff(context.timings)
    for (let attempt = 1; ; attempt += 1) {
      try {
        if (attempt > 1 || this.#transactions?.isWornOut === true) {
          const { hasLanded, confirmed } = await this.#claimAgain(position)
          if (hasLanded) return confirmed
        }
        const upTo = await (this.#transactions as Transactions).commit(written)
        return upTo.get(`${changelog}/0`) ?? this.#confirmed
      } catch (error) {
        this.#transactions?.discard()
        this.#transactions = undefined
        if (ended.aborted || error instanceof OrderUpError || isFinal(error)) throw error
        context.log(`task ${task}, outcome of a commit unknown: ${(error as Error).message}`)
        await backoff.wait(ended)
      }
    }
  }

  async #claimAgain(position: PositionRecord): Promise<Reclaimed> {
    const { reclaim, ended } = this.#claim
    const reclaimed = await reclaim(position, this.#confirmed, ended)
    this.#transactions = reclaimed.transactions
    return reclaimed
  }
}
