import { setTimeout as delay } from 'node:timers/promises'
import type { Sink, Timers } from '@order-up/contracts'
import type { TestDatabase } from '@order-up/contracts/kit'
import { freshSchema } from '@order-up/local/kit'
import { readTables } from '../../kit/read-tables.ts'
import type { DatabaseAddress } from '../postgres/connection.ts'
import { openPostgresSink } from '../postgres/postgres-sink.ts'
import { cuttingProxy } from './cutting-proxy.ts'

/** Timers that pass their waiting to the event loop's next turn. */
const NEXT_TURN: Timers = { sleep: () => delay(0) }

export interface OpenOptions {
  readonly address: DatabaseAddress
  readonly signal: AbortSignal
  readonly retrying: () => void
}

export const openTestSink = ({ address, signal, retrying }: OpenOptions): Promise<Sink> =>
  openPostgresSink({ address, signal, retrying, timers: NEXT_TURN, random: Math.random })

/** A schema of its own in the database at `url`, its tables made. */
export const createTestDatabase = async (url: string): Promise<TestDatabase> => {
  const connectionString = await freshSchema(url)
  const address = { connectionString }
  const stop = new AbortController()
  const opened: { close(): Promise<void> }[] = []
  let retries = 0
  const retrying = (): void => {
    retries += 1
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
    get retries() {
      return retries
    },
    close: async () => {
      stop.abort()
      for (const one of opened) await one.close()
    },
  }
}
