import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { OrderUpError } from '@order-up/contracts'
import { startLocalPostgres } from '@order-up/local'
import { connectDatabase } from '@order-up/sink'
import { addressText, type DatabaseAddress, databaseUrl } from '../database/address.ts'
import type { DatabaseClient } from '../database/client.ts'
import { makeTemporaryFolder, removeFolder } from '../database/temporary-folder.ts'

/** The schema that the demo makes and fills, in whatever database it is given. */
export const DEMO_SCHEMA = 'order_up_demo'

/** Says in the database that the schema is the demo's to drop. */
const OURS = 'made by order-up demo, which drops it when it runs again'

/** The database of one demo, its schema new and empty. */
export interface DemoDatabase {
  /** Address whose search path is the demo's schema; holds a password. */
  readonly url: string
  readonly version: string
  /** Where it is, for people: host, port and database. */
  readonly place: string
  /** True for a server of our own. */
  readonly local: boolean
  /** Command line that opens psql on it. */
  readonly psql: string
  /** A connection on the demo's schema, for questions. */
  readonly client: DatabaseClient
  /** Closes the connection; a server of our own ends, and its files go unless the user has named their folder. */
  close(): Promise<void>
}

export interface DemoDatabaseOptions {
  /** The user's database; without one a server is started. */
  readonly address: DatabaseAddress | undefined
  /** Folder of that server's files; without one a temporary folder. */
  readonly dataDir: string | undefined
  /** Its port; without one a free port. */
  readonly port: number | undefined
  readonly hide: (secret: string | undefined) => void
}

interface Server {
  readonly address: DatabaseAddress
  readonly local: boolean
  readonly psql: string
  readonly stop: () => Promise<void>
}

const quote = (word: string): string => (/^[\w./:@-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`)

const psqlLine = ({ host, port, user, database }: DatabaseAddress, before: string): string =>
  `${before}psql -h ${quote(host)} -p ${port} -U ${quote(user)} ${quote(database)}`

const startServer = async ({ dataDir, port }: DemoDatabaseOptions): Promise<Server> => {
  const folder = dataDir ?? makeTemporaryFolder()
  const leave = (): void => {
    if (dataDir === undefined) removeFolder(folder)
  }
  try {
    const server = await startLocalPostgres({ dataDir: folder, durable: false, ...(port && { port }) })
    const { username, password, pathname } = new URL(server.url)
    const place = { host: '127.0.0.1', port: server.port, user: username, database: pathname.slice(1) }
    const passwordFile = join(folder, 'pgpass')
    writeFileSync(passwordFile, `127.0.0.1:*:*:${username}:${password}\n`, { mode: 0o600 })
    const stop = async (): Promise<void> => {
      await server.stop()
      leave()
    }
    return {
      address: { ...place, password },
      local: true,
      psql: psqlLine(place, `PGPASSFILE=${quote(passwordFile)} `),
      stop,
    }
  } catch (failure) {
    leave()
    throw failure
  }
}

const given = (address: DatabaseAddress): Server => ({
  address,
  local: false,
  psql: psqlLine(address, ''),
  stop: async () => {},
})

/** Refuses a schema of that name which is not ours, and a second demo in the same database. */
const claimSchema = async (client: DatabaseClient, address: DatabaseAddress): Promise<void> => {
  const { rows } = await client.query<{ free: boolean; made: boolean; comment: string | null }>(
    `SELECT pg_try_advisory_lock(hashtext($1)) AS free, n.oid IS NOT NULL AS made, obj_description(n.oid) AS comment
     FROM (SELECT 1) one LEFT JOIN pg_namespace n ON n.nspname = $1`,
    [DEMO_SCHEMA],
  )
  const { free, made, comment } = rows[0]!
  if (!free) throw new OrderUpError('OU1209', { detail: addressText(address) })
  if (made && comment !== OURS)
    throw new OrderUpError('OU1307', {
      detail: `schema ${DEMO_SCHEMA} of ${addressText(address)} is not the demo's`,
      hint: `drop or rename it, or name another database`,
    })
}

const makeSchema = async (client: DatabaseClient, local: boolean): Promise<string> => {
  await client.query(`SET client_min_messages = warning; DROP SCHEMA IF EXISTS ${DEMO_SCHEMA} CASCADE`)
  await client.query(`CREATE SCHEMA ${DEMO_SCHEMA}; COMMENT ON SCHEMA ${DEMO_SCHEMA} IS '${OURS}'`)
  if (local) await client.query(`ALTER ROLE CURRENT_USER SET search_path = ${DEMO_SCHEMA}, public`)
  const { rows } = await client.query<{ server_version: string }>('SHOW server_version')
  return rows[0]!.server_version.split(' ')[0]!
}

const openOn = async (server: Server): Promise<DemoDatabase> => {
  const { address, local, psql, stop } = server
  const url = databaseUrl(address, DEMO_SCHEMA)
  const client = await connectDatabase({ connectionString: url })
  try {
    await claimSchema(client, address)
    const version = await makeSchema(client, local)
    const close = async (): Promise<void> => {
      await client.end().catch(() => {})
      await stop()
    }
    return { url, version, place: addressText(address), local, psql, client, close }
  } catch (failure) {
    await client.end().catch(() => {})
    throw failure
  }
}

/**
 * Opens the user's database, or starts a server of our own where none is named: an address that does not answer is an
 * error (OU1201, OU1202), never a reason to fall back. Throws OU1209 where another demo is running in it, OU1307 where
 * its schema of our name is not ours, and what `startLocalPostgres` throws.
 */
export const openDemoDatabase = async (options: DemoDatabaseOptions): Promise<DemoDatabase> => {
  const server = options.address === undefined ? await startServer(options) : given(options.address)
  options.hide(server.address.password)
  try {
    return await openOn(server)
  } catch (failure) {
    await server.stop()
    throw failure
  }
}
