import { describeWithPostgres } from '@order-up/local/kit'
import { connectDatabase } from '@order-up/sink'
import type { DatabaseClient } from '../database/client.ts'
import { type Captured, captureCli } from '../testing/capture-cli.ts'
import type { DemoReport } from './demo-report.ts'

await describeWithPostgres('demo in a database of the user’s', (url) => {
  const demo = (...words: readonly string[]): Promise<Captured> =>
    captureCli(['demo', '--orders', '100', ...words], { environment: { DATABASE_URL: url } })

  const asking = async <T>(ask: (client: DatabaseClient) => Promise<T>): Promise<T> => {
    const client = await connectDatabase({ connectionString: url })
    try {
      return await ask(client)
    } finally {
      await client.end()
    }
  }

  afterEach(() => asking((client) => client.query('DROP SCHEMA IF EXISTS order_up_demo CASCADE')))

  const errorOf = ({ exitCode, stderr }: Captured) => [exitCode, /^error\[(\w+)\]/m.exec(stderr)?.[1]]

  test('the tables stay in a schema of its own, made anew by each run', async () => {
    const [first, again] = [await demo('--json'), await demo('--json', '--seed', '2')]

    const { rows } = await asking((client) => client.query('SELECT count(*)::int AS orders FROM order_up_demo.orders'))
    expect([first.exitCode, again.exitCode, rows]).toEqual([0, 0, [{ orders: 100 }]])
    expect((JSON.parse(again.stdout) as DemoReport).database).toMatchObject({ local: false, schema: 'order_up_demo' })
  })

  test('it says where the tables are, how to look at them and how to drop them', async () => {
    const { stdout, stderr } = await demo()

    expect(stderr).toMatch(/^PostgreSQL \S+ at \S+, schema order_up_demo\n/)
    expect(stdout).toContain("-c 'SELECT * FROM order_up_demo.orders LIMIT 5'")
    expect(stdout).toContain("-c 'DROP SCHEMA order_up_demo CASCADE'")
  })

  test('OU1307 a schema of that name that is not ours is left alone', async () => {
    await asking(async (client) => {
      await client.query('DROP SCHEMA IF EXISTS order_up_demo CASCADE')
      await client.query('CREATE SCHEMA order_up_demo')
      await client.query('CREATE TABLE order_up_demo.precious (id int)')
    })

    const outcome = errorOf(await demo())

    const { rows } = await asking((client) => client.query(`SELECT to_regclass('order_up_demo.precious') AS kept`))
    await asking((client) => client.query('DROP SCHEMA order_up_demo CASCADE'))
    expect([outcome, rows]).toEqual([[4, 'OU1307'], [{ kept: 'order_up_demo.precious' }]])
  })

  test('OU1209 two demos in one database do not meet', async () => {
    const outcome = await asking(async (client) => {
      await client.query(`SELECT pg_advisory_lock(hashtext('order_up_demo'))`)
      return errorOf(await demo())
    })

    expect(outcome).toEqual([3, 'OU1209'])
  })

  test('OU1202 a login that is refused', async () => {
    const address = new URL(url)
    address.pathname = '/no_such_database_of_order_up'

    const outcome = await captureCli(['demo'], { environment: { DATABASE_URL: address.href } })

    expect(errorOf(outcome)).toEqual([3, 'OU1202'])
    expect(outcome.stderr).toContain('hint: check user, password')
  })

  test('doctor finds nothing wrong with it', async () => {
    const { exitCode, stdout } = await captureCli(['doctor', '--json'], { environment: { DATABASE_URL: url } })

    const { checks } = JSON.parse(stdout) as {
      readonly checks: readonly { readonly name: string; readonly status: string }[]
    }
    expect(exitCode).toBe(0)
    expect(checks.filter(({ name }) => name.startsWith('database')).map(({ status }) => status)).toEqual([
      'pass',
      'pass',
      'pass',
      'pass',
    ])
  })
})
