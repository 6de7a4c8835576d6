import { setTimeout as delay } from 'node:timers/promises'
import { describeSinkContract, type TestDatabase } from '@order-up/contracts/kit'
import { describeWithPostgres, freshSchema } from '@order-up/local/kit'
import { readTables } from '../../kit/read-tables.ts'
import { runSink } from '../loader/run-sink.ts'
import { openPostgresSink } from './postgres-sink.ts'

const createDatabase = async (url: string): Promise<TestDatabase> => {
  const address = { connectionString: await freshSchema(url) }
  const stop = new AbortController()
  let retries = 0
  const open = () =>
    openPostgresSink({
      address,
      timers: { sleep: (ms, signal) => delay(ms, undefined, { signal }) },
      random: Math.random,
      signal: stop.signal,
      retrying: () => {
        retries += 1
      },
    })
  await (await open()).close()
  return {
    open,
    tables: () => readTables(address),
    get retries() {
      return retries
    },
    close: async () => stop.abort(),
  }
}

await describeWithPostgres('PostgreSQL', (url) => {
  describeSinkContract({ name: 'PostgreSQL', create: () => createDatabase(url), run: runSink })
})
