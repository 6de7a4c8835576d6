import { userInfo } from 'node:os'
import { OrderUpError } from '@order-up/contracts'
import { CONFIG_FILE } from '../config/config-file.ts'
import { readSecret, type SecretSource } from '../config/secret.ts'

/** How to reach the user's database; the names are those of a connection in `pg`. */
export interface DatabaseAddress {
  readonly host: string
  readonly port: number
  readonly user: string
  readonly database: string
  readonly password?: string
  /** Everything else that DATABASE_URL says, such as `sslmode`. */
  readonly connectionString?: string
}

export interface DatabaseSource extends SecretSource {
  /** order-up.config.json, by key. */
  readonly file: ReadonlyMap<string, string>
}

/** The PG* variables that name a server, and their keys in order-up.config.json. */
const PARTS = { PGHOST: 'pgHost', PGPORT: 'pgPort', PGUSER: 'pgUser', PGDATABASE: 'pgDatabase' } as const
type Part = keyof typeof PARTS

const PART_NAMES = Object.keys(PARTS) as readonly Part[]

/** Keys of order-up.config.json that name a database; passwords have none. */
export const DATABASE_KEYS: readonly string[] = ['databaseUrl', ...Object.values(PARTS)]

const DEFAULT_PORT = 5_432

const portOf = (text: string | undefined, origin: string): number => {
  if (text === undefined || text === '') return DEFAULT_PORT
  const port = /^\d{1,5}$/.test(text) ? Number(text) : 0
  if (port >= 1 && port <= 65_535) return port
  throw new OrderUpError('OU1002', { detail: `${origin} must be a port from 1 to 65535` })
}

const parseUrl = (text: string, origin: string): URL => {
  const expected = `${origin} must be a URL such as postgres://user@host:5432/database`
  let url: URL
  try {
    url = new URL(text)
  } catch {
    throw new OrderUpError('OU1002', { detail: expected })
  }
  if (url.protocol === 'postgres:' || url.protocol === 'postgresql:') return url
  throw new OrderUpError('OU1002', { detail: `${expected}, is ${url.protocol}//…` })
}

const decoded = (text: string): string | undefined => (text === '' ? undefined : decodeURIComponent(text))

const fromUrl = (text: string, origin: string, password: string | undefined): DatabaseAddress => {
  const url = parseUrl(text, origin)
  if (url.password === '' && password !== undefined) url.password = password
  const user = decoded(url.username) ?? userInfo().username
  const secret = decoded(url.password)
  return {
    host: url.searchParams.get('host') ?? (decoded(url.hostname) || 'localhost'),
    port: portOf(url.searchParams.get('port') ?? url.port, origin),
    user,
    database: decoded(url.pathname.slice(1)) ?? user,
    ...(secret !== undefined && { password: secret }),
    connectionString: url.href,
  }
}

const fromParts = (of: (part: Part) => string | undefined, password: string | undefined): DatabaseAddress => {
  const user = of('PGUSER') ?? userInfo().username
  return {
    host: of('PGHOST') ?? 'localhost',
    port: portOf(of('PGPORT'), 'PGPORT'),
    user,
    database: of('PGDATABASE') ?? user,
    ...(password !== undefined && { password }),
  }
}

const urlInFile = (file: DatabaseSource['file']): string | undefined => {
  const text = file.get('databaseUrl')
  if (text === undefined || parseUrl(text, `"databaseUrl" in ${CONFIG_FILE}`).password === '') return text
  throw new OrderUpError('OU1003', {
    detail: `${CONFIG_FILE}: "databaseUrl" holds a password`,
    hint: 'give the password by PGPASSWORD or PGPASSWORD_FILE',
  })
}

/**
 * The database that the user names: by DATABASE_URL (or DATABASE_URL_FILE), else by PGHOST, PGPORT, PGUSER and
 * PGDATABASE, each in the environment before order-up.config.json; the password by PGPASSWORD or PGPASSWORD_FILE.
 * Undefined where nothing names one. Throws OU1002, OU1003 or OU1101, without showing a secret.
 */
export const databaseAddress = (source: DatabaseSource): DatabaseAddress | undefined => {
  const url = readSecret('DATABASE_URL', source)
  if (url !== undefined) source.hide(passwordIn(url))
  const password = readSecret('PGPASSWORD', source)
  if (url !== undefined) return fromUrl(url, 'DATABASE_URL', password)
  const inEnvironment = PART_NAMES.some((part) => source.environment[part])
  const fileUrl = urlInFile(source.file)
  if (!inEnvironment && fileUrl !== undefined) return fromUrl(fileUrl, `"databaseUrl" in ${CONFIG_FILE}`, password)
  const of = (part: Part): string | undefined => source.environment[part] || source.file.get(PARTS[part])
  return PART_NAMES.some((part) => of(part) !== undefined) ? fromParts(of, password) : undefined
}

const passwordIn = (url: string): string | undefined => {
  try {
    return new URL(url).password
  } catch {
    return undefined
  }
}

/** An address for people: host, port and database. */
export const addressText = ({ host, port, database }: DatabaseAddress): string => `${host}:${port}/${database}`

/** A URL of the parts; a socket folder and everything that a host name may not hold goes into the query. */
const urlOfParts = ({ host, port, user, password, database }: DatabaseAddress): URL => {
  const url = new URL(`postgres://localhost:${port}/${encodeURIComponent(database)}`)
  url.username = encodeURIComponent(user)
  url.password = encodeURIComponent(password ?? '')
  if (/^[\w.-]+$/.test(host)) url.hostname = host
  else url.searchParams.set('host', host)
  return url
}

/** An address as a URL whose connections look for tables in `schema`; holds the password. */
export const databaseUrl = (address: DatabaseAddress, schema: string): string => {
  const url = address.connectionString === undefined ? urlOfParts(address) : new URL(address.connectionString)
  const others = url.searchParams.get('options')
  url.searchParams.set('options', [...(others === null ? [] : [others]), `-c search_path=${schema}`].join(' '))
  return url.href
}
