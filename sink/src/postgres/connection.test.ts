import { inspect } from 'node:util'
import { addressText, connectDatabase } from './connection.ts'

test('an address is told by host, port and database alone', () => {
  const addresses = [
    { connectionString: 'postgres://me:canary@db:5433/orders?options=-csearch_path%3Dx' },
    { host: 'db', port: 5433, user: 'me', password: 'canary', database: 'orders' },
  ]

  expect(addresses.map(addressText)).toEqual(['db:5433/orders', 'db:5433/orders'])
})

test('OU1002 an address that is none is refused without showing it', async () => {
  const failure = await connectDatabase({ connectionString: 'postgres://me:canary@db:port/x' }).catch(
    (reason: unknown) => reason,
  )

  expect(failure).toMatchObject({ code: 'OU1002' })
  expect(inspect(failure, { depth: 9 })).not.toContain('canary')
})
