import { writeFileSync } from 'node:fs'
import { tmpdir, userInfo } from 'node:os'
import { join } from 'node:path'
import type { OrderUpError } from '@order-up/contracts'
import type { Environment } from '../config/setting.ts'
import { inFolder } from '../testing/capture-cli.ts'
import { type DatabaseAddress, databaseAddress } from './address.ts'

const ME = userInfo().username

interface Given {
  readonly environment?: Environment
  readonly file?: Readonly<Record<string, string>>
  readonly folder?: string
  readonly hide?: (secret: string | undefined) => void
}

const addressOf = ({ environment = {}, file = {}, folder = tmpdir(), hide = () => {} }: Given) =>
  databaseAddress({ environment, file: new Map(Object.entries(file)), folder, hide })

const failureOf = (given: Given): string => {
  try {
    return `address ${JSON.stringify(addressOf(given))}`
  } catch (error) {
    const { code, message } = error as OrderUpError
    return `${code} ${message}`
  }
}

test('nothing named is no address, and a password alone names nothing', () => {
  expect([addressOf({}), addressOf({ environment: { PGPASSWORD: 'secret' } })]).toEqual([undefined, undefined])
})

test('DATABASE_URL comes before PG*, the environment before the file', () => {
  const file = { databaseUrl: 'postgres://file@in-file/orders', pgHost: 'part-in-file' }
  const hosts = [
    { environment: { DATABASE_URL: 'postgres://me:pw@url:5433/db', PGHOST: 'part' }, file },
    { environment: { PGHOST: 'part' }, file },
    { file },
    { file: { pgHost: 'part-in-file' } },
  ].map((given) => addressOf(given)?.host)

  expect(hosts).toEqual(['url', 'part', 'in-file', 'part-in-file'])
})

test('an address has the defaults of psql', () => {
  const expected: DatabaseAddress = { host: 'db', port: 5432, user: ME, database: ME }

  expect(addressOf({ environment: { PGHOST: 'db' } })).toEqual(expected)
  expect(addressOf({ environment: { DATABASE_URL: 'postgres://db' } })).toMatchObject(expected)
})

test('a URL is taken apart, escapes undone', () => {
  const environment = { DATABASE_URL: 'postgresql://m%65:p%40ss@db:5433/my%20orders?sslmode=disable' }

  expect(addressOf({ environment })).toEqual({
    host: 'db',
    port: 5433,
    user: 'me',
    database: 'my orders',
    password: 'p@ss',
    connectionString: environment.DATABASE_URL,
  })
})

test('a password is read from the file that PGPASSWORD_FILE names, and hidden', async () => {
  const hidden: unknown[] = []
  const address = await inFolder(async (folder) => {
    writeFileSync(join(folder, 'secret'), 'from-file\n')
    const environment = { DATABASE_URL: 'postgres://me@db/orders', PGPASSWORD_FILE: 'secret' }
    return addressOf({ environment, folder, hide: (secret) => hidden.push(secret) })
  })

  expect(address).toMatchObject({ password: 'from-file', connectionString: 'postgres://me:from-file@db/orders' })
  expect(hidden).toContain('from-file')
})

test('an address that is none is refused without showing it', () => {
  expect([
    failureOf({ environment: { DATABASE_URL: 'not a url' } }),
    failureOf({ environment: { DATABASE_URL: 'mysql://me:canary@db/x' } }),
    failureOf({ environment: { PGHOST: 'db', PGPORT: '70000' } }),
    failureOf({ environment: { PGPASSWORD: 'a', PGPASSWORD_FILE: 'b' } }),
    failureOf({ environment: { PGPASSWORD_FILE: 'no-such-file' }, folder: '/nowhere' }),
    failureOf({ file: { databaseUrl: 'postgres://me:canary@db/x' } }),
  ]).toEqual([
    'OU1002 option has no valid value: DATABASE_URL must be a URL such as postgres://user@host:5432/database',
    'OU1002 option has no valid value: DATABASE_URL must be a URL such as postgres://user@host:5432/database, is mysql://…',
    'OU1002 option has no valid value: PGPORT must be a port from 1 to 65535',
    'OU1002 option has no valid value: set PGPASSWORD or PGPASSWORD_FILE, not both',
    'OU1101 file cannot be read: /nowhere/no-such-file (PGPASSWORD_FILE)',
    'OU1003 configuration file cannot be used: order-up.config.json: "databaseUrl" holds a password',
  ])
})
