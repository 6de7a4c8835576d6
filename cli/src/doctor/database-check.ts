import { connectDatabase } from '@order-up/sink'
import { addressText, type DatabaseAddress, databaseUrl } from '../database/address.ts'
import type { DatabaseClient } from '../database/client.ts'
import { asOrderUpError, reportOf } from '../failure/failure-report.ts'
import { type Check, type Finding, failed, passed, warned } from './check.ts'

const OLDEST_VERSION = 150_000
const MOST_SKEW_MS = 5_000

/** What the server says of itself and of whoever asks. */
interface Answers {
  readonly version: string
  readonly version_number: number
  readonly encoding: string
  readonly who: string
  readonly may_create: boolean
  readonly clock_ms: number
}

const QUESTIONS = `
SELECT current_setting('server_version') AS version,
       current_setting('server_version_num')::int AS version_number,
       current_setting('server_encoding') AS encoding,
       current_user AS who,
       has_database_privilege(current_database(), 'CREATE') AS may_create,
       (extract(epoch FROM clock_timestamp()) * 1000)::float8 AS clock_ms`

/** What to make of a server's answers that came at `nowMs`. */
export const judgeDatabase = (answers: Answers, address: DatabaseAddress, nowMs: number): readonly Finding[] => {
  const { version, version_number, encoding, who, may_create, clock_ms } = answers
  const server = `PostgreSQL ${version} at ${addressText(address)}`
  const skewMs = Math.round(Math.abs(nowMs - clock_ms))
  const skew = `${skewMs.toLocaleString('en')} ms from the clock here`
  return [
    version_number < OLDEST_VERSION
      ? failed('database', server, 'use PostgreSQL 15 or later')
      : passed('database', server),
    encoding === 'UTF8'
      ? passed('database encoding', encoding)
      : failed('database encoding', encoding, 'create the database with ENCODING UTF8: a customer may have any name'),
    may_create
      ? passed('database grants', `${who} may create schemas`)
      : failed(
          'database grants',
          `${who} may not create schemas`,
          `GRANT CREATE ON DATABASE "${address.database}" TO "${who}"`,
        ),
    skewMs > MOST_SKEW_MS
      ? warned('database clock', skew, 'set both by NTP: processed_at is of this clock, loaded_at of the other')
      : passed('database clock', skew),
  ]
}

const ask = async (address: DatabaseAddress): Promise<readonly Finding[]> => {
  let client: DatabaseClient | undefined
  try {
    client = await connectDatabase({ connectionString: databaseUrl(address, 'public') })
    const { rows } = await client.query<Answers>(QUESTIONS)
    return judgeDatabase(rows[0]!, address, Date.now())
  } catch (failure) {
    const { message, causes, hint } = reportOf(asOrderUpError(failure))
    return [failed('database', [message, ...causes].join(': '), hint)]
  } finally {
    await client?.end()
  }
}

/** Looks at the user's database: reachable, new enough, able to hold any text, open to us, of the same time. */
export const databaseCheck = (address: DatabaseAddress): Check => ({
  about: addressText(address),
  run: () => ask(address),
})
