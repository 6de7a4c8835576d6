import {
  type LoadBatch,
  type LoadReport,
  OrderUpError,
  type Position,
  type Sink,
  type SinkClaim,
  type Timers,
} from '@order-up/contracts'
import type pg from 'pg'
import { type Retry, withRetry } from '../loader/retry.ts'
import { claimGroup } from './claim-group.ts'
import { addressText, connectDatabase, type DatabaseAddress } from './connection.ts'
import { databaseError, failureClass, isPassing } from './failures.ts'
import { loadBatch, planLoad } from './load-batch.ts'
import type { Holder } from './load-statement.ts'
import { prepareTables } from './tables.ts'

export interface PostgresSinkOptions {
  readonly address: DatabaseAddress
  readonly timers: Timers
  /** A number of at least 0 and below 1, as Math.random gives; spreads retries. */
  readonly random: () => number
  /** Ends the waiting for a database that is away. */
  readonly signal: AbortSignal
  /** Told of each call that is repeated because its failure was passing. */
  readonly retrying?: (retry: Retry) => void
}

class PostgresSink implements Sink {
  readonly #options: PostgresSinkOptions
  #client: pg.Client | undefined
  #holder: Holder | undefined
  /** The last load; it waits for those before it, and fails where one of them has failed. */
  #last: Promise<unknown> = Promise.resolve()

  constructor(options: PostgresSinkOptions, client: pg.Client) {
    this.#options = options
    this.#client = client
  }

  async claim(claim: SinkClaim): Promise<readonly Position[]> {
    await this.#last.catch(() => {})
    this.#last = Promise.resolve()
    const { holder, positions } = await this.#patiently((client) => claimGroup(client, claim))
    this.#holder = holder
    return positions
  }

  load(batch: LoadBatch): Promise<LoadReport> {
    const report = this.#loadAfter(this.#last, batch)
    this.#last = report
    return report
  }

  async close(): Promise<void> {
    const client = this.#client
    this.#client = undefined
    await client?.end().catch(() => {})
  }

  /** Prepares the load at once and runs it when `before` has ended well. */
  async #loadAfter(before: Promise<unknown>, batch: LoadBatch): Promise<LoadReport> {
    if (this.#holder === undefined) throw new OrderUpError('OU7002', { detail: 'load before claim' })
    const load = planLoad(batch, this.#holder)
    await before
    return this.#patiently((client) => loadBatch(client, load))
  }

  /** Calls the database until it answers; a connection that broke is replaced. */
  async #patiently<T>(call: (client: pg.Client) => Promise<T>): Promise<T> {
    const { address } = this.#options
    const callOnce = async (): Promise<T> => {
      this.#client ??= await connectDatabase(address)
      try {
        return await call(this.#client)
      } catch (failure) {
        if (failureClass(failure) === 'outage') await this.close()
        throw failure
      }
    }
    try {
      return await withRetry(callOnce, { ...this.#options, isPassing })
    } catch (failure) {
      throw databaseError(failure, addressText(address))
    }
  }
}

/**
 * Connects, makes the tables that are missing and checks the others. Throws OU1201 where the database cannot be reached
 * now, OU1202 where it refuses the login, OU1308 where a table does not fit its plan; once open, it waits for a database
 * that goes away.
 */
export const openPostgresSink = async (options: PostgresSinkOptions): Promise<Sink> => {
  const client = await connectDatabase(options.address)
  try {
    await prepareTables(client)
    return new PostgresSink(options, client)
  } catch (failure) {
    await client.end().catch(() => {})
    throw databaseError(failure, addressText(options.address))
  }
}
