import { setTimeout as delay } from 'node:timers/promises'
import type { Sink, Timers } from '@order-up/contracts'
import type { TestDatabase } from '@order-up/contracts/kit'
import { freshSchema } from '@order-up/local/kit'
import { readTables } from '../../kit/read-tables.ts'
import type { Retry } from '../loader/retry.ts'
import type { DatabaseAddress } from '../postgres/connection.ts'
import { openPostgresSink } from '../postgres/postgres-sink.ts'
import { cuttingProxy } from './cutting-proxy.ts'

/** Timers that pass their waiting to the event loop's next turn. */
const NEXT_TURN: Timers = { sleep: () => delay(0) }

/** SQLSTATE of a circle of waiting transactions. */
const DEADLOCK = '40P01'

export interface OpenOptions {
  readonly address: DatabaseAddress
  readonly signal: AbortSignal
  readonly retrying: (retry: Retry) => void
}

export const openTestSink = ({ address, signal, retrying }: OpenOptions): Promise<Sink> =>
  openPostgresSink({ address, signal, retrying, timers: NEXT_TURN, random: Math.random })

/** A schema of its own in the database at `url`, its tables made. */
export const createTestDatabase = async (url: string): Promise<TestDatabase> => {
  const connectionString = await freshSchema(url)
  const address = { connectionString }
  const stop = new AbortController()
  const opened: { close(): Promise<void> }[] = []
  let deadlocks = 0
  const retrying = ({ cause }: Retry): void => {
    if ((cause as { readonly code?: unknown }).code === DEADLOCK) deadlocks += 1
  }
  const open = () => openTestSink({ address, signal: stop.signal, retrying })
  await (await open()).close()
  return {
    open,
    openFragile: async (request, cut) => {
      const proxy = await cuttingProxy(connectionString, (at) => (at === request ? cut : undefined))
      opened.push(proxy)
      const dead = new AbortController()
      return openTestSink({ address: proxy.address, signal: dead.signal, retrying: () => dead.abort() })
    },
    tables: () => readTables(address),
    get deadlocks() {
      return deadlocks
    },
    close: async () => {
      stop.abort()
      for (const one of opened) await one.close()
    },
  }
}
