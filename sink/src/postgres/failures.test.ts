import { OrderUpError } from '@order-up/contracts'
import { databaseError, type FailureClass, failureClass, isPassing } from './failures.ts'

const SEEN: readonly (readonly [FailureClass, object])[] = [
  ['outage', { code: 'ECONNREFUSED' }],
  ['outage', { code: 'ECONNRESET' }],
  ['outage', { code: 'ENOTFOUND' }],
  ['outage', { message: 'Connection terminated unexpectedly' }],
  ['outage', { message: 'Client has encountered a connection error and is not queryable' }],
  ['outage', { message: 'Query read timeout' }],
  ['outage', { message: 'timeout expired' }],
  ['outage', { code: '57P01', message: 'terminating connection due to administrator command' }],
  ['outage', { code: '57P03', message: 'the database system is starting up' }],
  ['outage', { code: '53300', message: 'sorry, too many clients already' }],
  ['outage', { code: '08006' }],
  ['outage', { code: '57014', message: 'canceling statement due to statement timeout' }],
  ['contention', { code: '40001' }],
  ['contention', { code: '40P01', message: 'deadlock detected' }],
  ['contention', { code: '55P03', message: 'canceling statement due to lock timeout' }],
  ['login', { code: '28P01', message: 'password authentication failed for user "me"' }],
  ['login', { code: '3D000', message: 'database "orders" does not exist' }],
  ['login', { message: 'SASL: SCRAM-SERVER-FIRST-MESSAGE: client password must be a string' }],
  ['privilege', { code: '42501', message: 'permission denied for table orders' }],
  ['schema', { code: '42P01', message: 'relation "orders" does not exist' }],
  ['schema', { code: '42703', message: 'column "tax" does not exist' }],
  ['record', { code: '22003', message: 'numeric field overflow' }],
  ['record', { code: '23514', message: 'violates check constraint' }],
  ['unknown', { code: '21000', message: 'ON CONFLICT DO UPDATE command cannot affect row a second time' }],
  ['unknown', new TypeError('a mistake of ours')],
]

test.each(SEEN)('%s: %o', (expected, failure) => {
  expect(failureClass(failure)).toBe(expected)
})

test('only outages and contention pass, wrapped or not', () => {
  const passing = new Set(SEEN.filter(([, failure]) => isPassing(failure)).map(([name]) => name))

  expect(passing).toEqual(new Set(['outage', 'contention']))
  expect(['OU1201', 'OU1202'].map((code) => isPassing(new OrderUpError(code as 'OU1201')))).toEqual([true, false])
})

test('a failure that reaches the user has a code, says where, and never holds the address of a login', () => {
  const errors = SEEN.map(([, failure]) => databaseError(failure, 'localhost:5432/orders'))

  expect(errors.map(({ code, message }) => `${code} ${message}`)).toEqual(
    expect.arrayContaining([
      'OU1201 database cannot be reached: localhost:5432/orders',
      'OU1202 database refuses the login: localhost:5432/orders',
      'OU1202 database refuses the login: localhost:5432/orders: permission denied for table orders',
      'OU1308 table does not match the plan: localhost:5432/orders: relation "orders" does not exist',
      'OU7003 database refuses a record: localhost:5432/orders: numeric field overflow',
      'OU7001 unexpected failure: localhost:5432/orders: a mistake of ours',
    ]),
  )
})
