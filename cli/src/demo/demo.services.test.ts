import { once } from 'node:events'
import { existsSync, readFileSync, watch, writeFileSync } from 'node:fs'
import { type AddressInfo, createServer } from 'node:net'
import { join } from 'node:path'
import { setImmediate as nextTurn } from 'node:timers/promises'
import { connectDatabase } from '@order-up/sink'
import type { Captured } from '../testing/capture-cli.ts'
import { inLocalFolder, type LocalFolder } from '../testing/local-folder.ts'
import { noLocalPostgres } from '../testing/local-postgres-reason.ts'
import { type SpawnedCli, spawnCli } from '../testing/spawn-cli.ts'
import type { DemoReport } from './demo-report.ts'

const reason = await noLocalPostgres()
const describeLocal = reason === undefined ? describe : describe.skip
const title = (text: string): string => (reason === undefined ? text : `${text} (skipped: ${reason})`)

const demoIn = (folder: LocalFolder, ...words: readonly string[]): SpawnedCli =>
  spawnCli(['demo', ...words], { folder: folder.path, environment: { TMPDIR: folder.path } })

/** Address of the server that a demo in `folder` has just told of. */
const addressIn = (folder: LocalFolder, told: string): string => {
  const port = /PostgreSQL \S+ at 127\.0\.0\.1:(\d+)\//.exec(told)![1]
  const [demo] = folder.entries()
  const [, , , user, password] = readFileSync(join(folder.path, demo!, 'pgpass'), 'utf8')
    .trim()
    .split(':')
  return `postgres://${user}:${password}@127.0.0.1:${port}/postgres`
}

/** Resolves when the first orders are in the table. */
const ordersArrive = async (url: string): Promise<void> => {
  const client = await connectDatabase({ connectionString: url })
  const isThere = async (): Promise<boolean> => {
    const { rows } = await client.query<{ made: boolean }>(`SELECT to_regclass('orders') IS NOT NULL AS made`)
    return rows[0]!.made && (await client.query('SELECT FROM orders LIMIT 1')).rowCount === 1
  }
  while (!(await isThere())) await nextTurn()
  await client.end()
}

const folderChanges = async (path: string): Promise<void> => {
  const watcher = watch(path)
  await once(watcher, 'change')
  watcher.close()
}

type Moment = (demo: SpawnedCli, folder: LocalFolder) => Promise<unknown>

const MOMENTS: readonly (readonly [string, NodeJS.Signals, number, Moment])[] = [
  ['while its server is being made', 'SIGINT', 130, (_, { path }) => folderChanges(path)],
  ['when its database is open', 'SIGTERM', 143, ({ said }) => said('stderr', 'PostgreSQL')],
  [
    'while orders run through',
    'SIGINT',
    130,
    async ({ said }, folder) => ordersArrive(addressIn(folder, await said('stderr', 'PostgreSQL'))),
  ],
  ['while the server is kept up', 'SIGHUP', 129, ({ said }) => said('stdout', 'everything else')],
]

describeLocal(title('demo on a PostgreSQL of its own'), () => {
  test('it adds up, shows every kind of thing, and leaves nothing behind', async () => {
    const [outcome, left] = await inLocalFolder(async (folder) => {
      const ended = await demoIn(folder, '--orders', '1500', '--json').ended
      return [ended, { entries: folder.entries(), processes: folder.processes() }] as const
    })

    const report = JSON.parse(outcome.stdout) as DemoReport & { readonly schemaVersion: number }
    expect([outcome.exitCode, left]).toEqual([0, { entries: [], processes: [] }])
    expect(report).toMatchObject({ schemaVersion: 1, ok: true, engine: 'simple', source: '1,500 orders of seed 1' })
    expect(report.tables.find(({ table }) => table === 'orders')!.rows).toBe(1_500)
    const { orders, windows, late, deadLetters, promotion } = report
    expect([orders.length, windows.length > 0, late.length, deadLetters.length > 15]).toEqual([4, true, 3, true])
    expect(promotion?.now?.tier).toBe('VIP')
    expect(orders.map(({ steps }) => [steps.at(-1)!.status, steps.at(-1)!.amount, steps.at(-1)!.events])).toEqual(
      orders.map(({ now }) => [now!.status, now!.amount, now!.events]),
    )
  })

  test('the same seed shows the same', async () => {
    const run = async (folder: LocalFolder) => {
      const { stdout } = await demoIn(folder, '--orders', '200', '--seed', '7', '--json').ended
      const { durationMs, ...report } = JSON.parse(stdout) as DemoReport
      return { ...report, summary: { ...report.summary, commits: 0 } }
    }

    const [one, other] = await inLocalFolder(async (folder) => [await run(folder), await run(folder)])

    expect(one).toEqual(other)
  })

  test('as text it is what a terminal of a hundred columns shows, and ends with what to type next', async () => {
    const { exitCode, stdout } = await inLocalFolder((folder) => demoIn(folder, '--orders', '300').ended)

    const lines = stdout.split('\n')
    expect([exitCode, lines.filter((line) => line.length > 100 || /\s$|[^\x20-\x7e]/.test(line))]).toEqual([0, []])
    expect(stdout).toMatch(/ok {2}\d+ sums checked, all of them add up\n/)
    expect(lines.slice(lines.indexOf('Next')).join('\n')).toContain('npm run demo -- --keep')
  })

  test('with --keep the server stays up for psql until it is interrupted', async () => {
    const [orders, outcome, left] = await inLocalFolder(async (folder) => {
      const { child, ended, said } = demoIn(folder, '--orders', '100', '--keep')
      const text = await said('stdout', 'everything else')
      const client = await connectDatabase({
        connectionString: addressIn(folder, await said('stderr', 'PostgreSQL')),
      })
      const { rows } = await client.query<{ count: string }>('SELECT count(*) FROM orders')
      await client.end()
      child.kill('SIGINT')
      expect(text).toMatch(/PGPASSFILE=\S+\/pgpass psql -h 127\.0\.0\.1 -p \d+ -U order_up postgres -c 'SELECT/)
      return [Number(rows[0]!.count), await ended, folder.entries()] as const
    })

    expect([orders, outcome.exitCode, left]).toEqual([100, 130, []])
  })

  test('--data-dir keeps the server’s files in a folder of yours, to be used again', async () => {
    const codes = await inLocalFolder(async (folder) => {
      const data = join(folder.path, 'data')
      const first = await demoIn(folder, '--orders', '100', '--data-dir', data).ended
      const again = await demoIn(folder, '--orders', '100', '--data-dir', data).ended
      return [first.exitCode, again.exitCode, existsSync(data), folder.processes()]
    })

    expect(codes).toEqual([0, 0, true, []])
  })

  test.each(MOMENTS)(
    'interrupted %s by %s, it leaves no process, no file and no lock',
    async (_, signal, code, moment) => {
      const [outcome, left] = await inLocalFolder(async (folder) => {
        // Slow enough to be caught in the middle, and kept up at the end.
        const demo = demoIn(folder, '--orders', '100', ...(signal === 'SIGHUP' ? [] : ['--rate', '200']), '--keep')
        await moment(demo, folder)
        demo.child.kill(signal)
        demo.child.kill(signal)
        return [await demo.ended, { entries: folder.entries(), processes: folder.processes() }] as const
      })

      expect([outcome.exitCode, left]).toEqual([code, { entries: [], processes: [] }])
      expect(outcome.stderr).not.toMatch(/error|at .*\.js/)
    },
  )

  test('killed outright, it takes its server with it, and the next run clears its files away', async () => {
    const [left, outcome] = await inLocalFolder(async (folder) => {
      const killed = demoIn(folder, '--orders', '100', '--rate', '200')
      await killed.said('stderr', 'PostgreSQL')
      killed.child.kill('SIGKILL')
      await killed.ended
      while (folder.processes().length > 0) await nextTurn()
      const next = await demoIn(folder, '--orders', '50').ended
      return [folder.entries(), next] as const
    })

    expect([left, outcome.exitCode]).toEqual([[], 0])
  })
})

describeLocal(title('demo where something is in the way'), () => {
  const firstLine = ({ stderr }: Captured): string => stderr.split('\n').find((line) => line.startsWith('error'))!

  test('OU1204 the data folder cannot be made', async () => {
    const outcome = await inLocalFolder((folder) => {
      writeFileSync(join(folder.path, 'file'), '')
      return demoIn(folder, '--data-dir', join(folder.path, 'file', 'data')).ended
    })

    expect([outcome.exitCode, firstLine(outcome)]).toEqual([3, expect.stringMatching(/^error\[OU1204\] /)])
  })

  test('OU1205 the port is in use', async () => {
    const server = createServer().listen(0, '127.0.0.1')
    await once(server, 'listening')
    const { port } = server.address() as AddressInfo

    const outcome = await inLocalFolder((folder) => demoIn(folder, '--port', String(port)).ended)
    server.close()

    expect([outcome.exitCode, firstLine(outcome)]).toEqual([3, `error[OU1205] port is in use: 127.0.0.1:${port}`])
  })

  test('OU1206 another run has the data folder', async () => {
    const [outcome, first] = await inLocalFolder(async (folder) => {
      const data = join(folder.path, 'data')
      const holder = demoIn(folder, '--data-dir', data, '--orders', '10', '--keep')
      await holder.said('stdout', 'everything else')
      const second = await demoIn(folder, '--data-dir', data).ended
      holder.child.kill('SIGINT')
      return [second, await holder.ended] as const
    })

    expect([outcome.exitCode, firstLine(outcome)]).toEqual([3, expect.stringMatching(/^error\[OU1206\] /)])
    expect(first.exitCode).toBe(130)
  })
})
