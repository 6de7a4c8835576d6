import { type DatabaseAddress, databaseUrl } from './address.ts'

const ADDRESS: DatabaseAddress = { host: 'db', port: 5433, user: 'me', database: 'orders' }

const partsOf = (address: DatabaseAddress) => {
  const url = new URL(databaseUrl(address, 'mine'))
  return [url.username, url.password, url.hostname, url.port, url.pathname, Object.fromEntries(url.searchParams)]
}

test('the parts of an address become a URL whose search path is the schema', () => {
  expect(partsOf(ADDRESS)).toEqual(['me', '', 'db', '5433', '/orders', { options: '-c search_path=mine' }])
})

test('names and passwords of any characters survive, and so does a socket folder', () => {
  const odd = { ...ADDRESS, user: 'm@e', password: 'p@s/s:%41', database: 'my orders', host: '/var/run/pg sql' }

  const [user, password, , , database, query] = partsOf(odd)

  expect([user, password, database].map((part) => decodeURIComponent(part as string))).toEqual([
    'm@e',
    'p@s/s:%41',
    '/my orders',
  ])
  expect(query).toEqual({ host: '/var/run/pg sql', options: '-c search_path=mine' })
})

test('what else a URL says is kept, options of its own too', () => {
  const connectionString = 'postgres://me:pw@db/orders?sslmode=require&options=-c%20work_mem%3D8MB'

  expect(partsOf({ ...ADDRESS, connectionString })).toEqual([
    'me',
    'pw',
    'db',
    '',
    '/orders',
    { sslmode: 'require', options: '-c work_mem=8MB -c search_path=mine' },
  ])
})
