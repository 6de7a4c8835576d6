import { OrderUpError } from '@order-up/contracts'
import pg from 'pg'
import { describeStarted } from './describe-started.ts'
import { startTestPostgres, type TestPostgres } from './start-postgres.ts'

const startServer = async (): Promise<TestPostgres> => {
  const given = process.env.DATABASE_URL
  return given === undefined || given === '' ? startTestPostgres() : { url: given, stop: async () => {} }
}

/** The server, or the reason why there is none to be had; with REQUIRE_POSTGRES=1 the reason is an error. */
const serverOrReason = async (): Promise<TestPostgres | string> => {
  try {
    return await startServer()
  } catch (error) {
    const missing = error instanceof OrderUpError && error.code === 'OU1207'
    if (!missing || process.env.REQUIRE_POSTGRES === '1') throw error
    return error.message
  }
}

/**
 * Describes tests that need a PostgreSQL server: that of DATABASE_URL, else one of their own, in a container where Docker
 * answers. Where there is none they are skipped, with the reason in their title. To be awaited at the top of a test file.
 */
export const describeWithPostgres = async (title: string, body: (url: string) => void): Promise<void> => {
  const skipped = (): void => body('')
  describeStarted(title, await serverOrReason(), { body: ({ url }) => body(url), skipped })
}

let schemas = 0

/** Address of an empty schema of its own in the database at `url`. */
export const freshSchema = async (url: string): Promise<string> => {
  schemas += 1
  const name = `order_up_test_${process.pid}_${schemas}`
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  await client.query(`DROP SCHEMA IF EXISTS ${name} CASCADE; CREATE SCHEMA ${name}`)
  await client.end()
  const address = new URL(url)
  address.searchParams.set('options', `-c search_path=${name}`)
  return address.href
}
