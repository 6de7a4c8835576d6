import { OrderUpError } from '@order-up/contracts'
import pg from 'pg'
import { addressText, type DatabaseAddress, databaseUrl } from './address.ts'

const PATIENCE_MS = 10_000

/** SQLSTATE classes that refuse the login rather than the connection: wrong password or role, no such database. */
const isRefusal = (code: unknown): boolean => typeof code === 'string' && /^(28|3D)/.test(code)

/** A failure to connect as one of ours: OU1202 where the server refuses the login, else OU1201. */
export const connectionFailure = (cause: unknown, address: DatabaseAddress): OrderUpError =>
  new OrderUpError(isRefusal((cause as { readonly code?: unknown }).code) ? 'OU1202' : 'OU1201', {
    detail: addressText(address),
    cause,
  })

/**
 * A connection of one's own, which looks for tables in `schema`; whoever opens it ends it. Throws OU1201 or OU1202.
 */
export const connect = async (address: DatabaseAddress, schema = 'public'): Promise<pg.Client> => {
  const client = new pg.Client({
    connectionString: databaseUrl(address, schema),
    application_name: 'order-up',
    connectionTimeoutMillis: PATIENCE_MS,
    keepAlive: true,
  })
  // A connection that breaks while it is idle says so by an event; whoever uses it next is told by a rejection.
  client.on('error', () => {})
  try {
    await client.connect()
    return client
  } catch (cause) {
    throw connectionFailure(cause, address)
  }
}
