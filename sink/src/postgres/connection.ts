import { OrderUpError } from '@order-up/contracts'
import pg from 'pg'
import { databaseError } from './failures.ts'

/** How to reach a database, by the names of a connection in `pg`; what is missing comes from PG* or is a default. */
export interface DatabaseAddress {
  readonly host?: string
  readonly port?: number
  readonly user?: string
  readonly database?: string
  readonly password?: string
  readonly connectionString?: string
}

/** A client that is not connected. What `pg` throws of an address that is no URL would show it, password and all. */
const newClient = (config: pg.ClientConfig): pg.Client => {
  try {
    return new pg.Client(config)
  } catch {
    throw new OrderUpError('OU1002', { detail: 'the address of the database must be a postgres:// URL' })
  }
}

/** An address for people: host, port and database, never a password. */
export const addressText = (address: DatabaseAddress): string => {
  const { host, port, database } = newClient({ ...address })
  return `${host}:${port}/${database ?? ''}`
}

/** Limits that the server keeps, in ms: a loader that hangs must not hold locks. The client gives up a little later. */
const LIMITS = {
  statement_timeout: 60_000,
  lock_timeout: 5_000,
  idle_in_transaction_session_timeout: 10_000,
  query_timeout: 65_000,
  connectionTimeoutMillis: 10_000,
}

/** A connection of one's own, in UTC; whoever opens it ends it. Throws OU1002, OU1201 or OU1202, never with the password. */
export const connectDatabase = async (address: DatabaseAddress): Promise<pg.Client> => {
  const client = newClient({ ...address, ...LIMITS, application_name: 'order-up sink', keepAlive: true })
  // A connection that breaks while idle tells so by an event; whoever uses it next is told by a rejection.
  client.on('error', () => {})
  try {
    await client.connect()
    await client.query(`SET TimeZone = 'UTC'`)
    return client
  } catch (failure) {
    await client.end().catch(() => {})
    throw databaseError(failure, addressText(address))
  }
}
