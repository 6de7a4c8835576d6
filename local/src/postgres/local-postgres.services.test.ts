import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { chownSync, existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { OrderUpError } from '@order-up/contracts'
import pg from 'pg'
import { describeWithPostgres } from '../../kit/describe-with-postgres.ts'
import { startLocalPostgres } from './local-postgres.ts'
import { findPrograms } from './postgres-programs.ts'
import { findProcess } from './process-table.ts'
import { asUser, serverUser } from './server-user.ts'

const query = async (url: string, text: string): Promise<readonly unknown[]> => {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  const { rows } = await client.query({ text, rowMode: 'array' })
  await client.end()
  return rows.flat()
}

/** The error of a start that fails, as what a caller can tell from it. */
const failure = async (start: Promise<unknown>) => {
  const error = await start.catch((reason: unknown) => reason)
  if (!(error instanceof OrderUpError)) throw new Error('should have failed', { cause: error })
  return { code: error.code, message: error.message }
}

const pidFile = (dataDir: string): string => join(dataDir, 'postgres/cluster/postmaster.pid')

const serverPid = (dataDir: string): number => Number.parseInt(readFileSync(pidFile(dataDir), 'utf8'), 10)

/** Resolves when the process is gone; jest's time-out is the limit. */
const gone = async (pid: number): Promise<void> => {
  while ((await findProcess(pid)) !== undefined) await new Promise(setImmediate)
}

const MODULE = new URL('./local-postgres.js', import.meta.url).href

interface Elsewhere {
  readonly owner: ChildProcess
  readonly pid: number
}

/** A process that starts a server on `dataDir`, says the server's pid, and runs `after`. */
const startElsewhere = async (dataDir: string, after: string): Promise<Elsewhere> => {
  const script = `
    import { readFileSync } from 'node:fs'
    import { startLocalPostgres } from ${JSON.stringify(MODULE)}
    const server = await startLocalPostgres({ dataDir: ${JSON.stringify(dataDir)}, durable: false })
    console.log(Number.parseInt(readFileSync(${JSON.stringify(pidFile(dataDir))}, 'utf8'), 10))
    ${after}`
  const owner = spawn(process.execPath, ['--input-type=module', '-e', script], { stdio: ['pipe', 'pipe', 'ignore'] })
  const [line] = await once(createInterface({ input: owner.stdout! }), 'line')
  return { owner, pid: Number(line) }
}

/** A server on the cluster in `dataDir` that no run of ours watches. */
const startByHand = async (dataDir: string, settings: readonly string[]): Promise<ChildProcess> => {
  const user = serverUser()
  const folder = join(dataDir, 'postgres/cluster')
  const { bin } = findPrograms({ user, copyTo: dataDir })!
  const args = ['-D', folder, '-c', 'listen_addresses=', '-c', `unix_socket_directories=${folder}`, ...settings]
  const server = spawn(join(bin, 'postgres'), args, {
    ...asUser(user),
    cwd: folder,
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  const lines = createInterface({ input: server.stderr })
  await new Promise<void>((resolve) => {
    lines.on('line', (line) => line.includes('ready to accept') && resolve())
  })
  return server
}

await describeWithPostgres('a local PostgreSQL', () => {
  let made = ''
  let dataDir = ''
  beforeAll(async () => {
    made = await mkdtemp(join(tmpdir(), 'order-up-local-'))
    await (await startLocalPostgres({ dataDir: made, durable: false })).stop()
  })
  afterAll(() => rm(made, { recursive: true, force: true }))
  // A copy of a stopped server's folder is quicker than a new one, and as good.
  beforeEach(() => {
    dataDir = `${made}-copy`
    spawnSync('cp', ['-a', made, dataDir])
  })
  afterEach(() => rm(dataDir, { recursive: true, force: true }))

  const start = (port?: number) =>
    startLocalPostgres({ dataDir, durable: false, ...(port === undefined ? {} : { port }) })

  test('is UTF8 in the C locale, listens on 127.0.0.1 alone, and asks for its password', async () => {
    const server = await start()
    const wrongPassword = new URL(server.url)
    wrongPassword.password = 'guess'

    const settings = await query(
      server.url,
      `SELECT current_setting('server_encoding'), datcollate, current_setting('listen_addresses'),
              current_setting('unix_socket_directories') FROM pg_database WHERE datname = current_database()`,
    )
    const refused = await query(wrongPassword.href, 'SELECT 1').catch((error: { code: string }) => error.code)
    await server.stop()

    expect({ settings, refused }).toEqual({ settings: ['UTF8', 'C', '127.0.0.1', ''], refused: '28P01' })
  })

  test('keeps its data and its password, and leaves no process and no lock when it stops', async () => {
    const first = await start()
    const pid = serverPid(dataDir)
    await query(first.url, 'CREATE TABLE kept AS SELECT 42 AS answer')
    await Promise.all([first.stop(), first.stop()])
    const left = { process: await findProcess(pid), lock: existsSync(pidFile(dataDir)), files: readdirSync(dataDir) }

    const second = await start(first.port)
    const kept = await query(first.url, 'SELECT answer FROM kept')
    await second.stop()

    expect({ left, kept }).toEqual({ left: { process: undefined, lock: false, files: ['postgres'] }, kept: [42] })
  })

  test('OU1205 where the port is in use', async () => {
    const other = createServer().listen(0, '127.0.0.1')
    await once(other, 'listening')
    const { port } = other.address() as { port: number }

    const refused = await failure(start(port))
    other.close()

    expect(refused).toEqual({ code: 'OU1205', message: `port is in use: 127.0.0.1:${port}` })
  })

  test('OU1206 where a live run has the data folder', async () => {
    const server = await start()

    const refused = await failure(start())
    const alive = await query(server.url, 'SELECT 1')
    await server.stop()

    expect({ refused, alive }).toEqual({
      refused: { code: 'OU1206', message: `data folder is in use by another run: process ${process.pid}` },
      alive: [1],
    })
  })

  test('OU1204 where the data folder is of a PostgreSQL that is not here', async () => {
    writeFileSync(join(dataDir, 'postgres/cluster/PG_VERSION'), '9\n')

    const refused = await failure(start())

    expect(refused).toEqual({
      code: 'OU1204',
      message: 'local PostgreSQL did not start: the data folder is of PostgreSQL 9',
    })
  })

  test('OU1204 where the server does not start, with the reason that it gave', async () => {
    writeFileSync(join(dataDir, 'postgres/cluster/postgresql.conf'), 'shared_buffers = much\n')

    const refused = await failure(start())

    expect(refused).toEqual({
      code: 'OU1204',
      message: expect.stringContaining('local PostgreSQL did not start: configuration file'),
    })
  })

  describe.each([
    ['returns', '', undefined],
    ['throws', 'throw new Error("uncaught")', undefined],
    ['exits', 'process.exit(7)', undefined],
    ['gets SIGINT', 'process.stdin.resume()', 'SIGINT'],
    ['gets SIGTERM', 'process.stdin.resume()', 'SIGTERM'],
    ['gets SIGKILL', 'process.stdin.resume()', 'SIGKILL'],
  ] as const)('of a process that %s', (_, after, signal) => {
    const endOwner = async (): Promise<number> => {
      const { owner, pid } = await startElsewhere(dataDir, after)
      const ended = once(owner, 'close')
      if (signal !== undefined) owner.kill(signal)
      await ended
      return pid
    }

    test('ends with it, and leaves no lock', async () => {
      await gone(await endOwner())

      expect(existsSync(pidFile(dataDir))).toBe(false)
    })

    test('makes way at once for the next run', async () => {
      await endOwner()

      const next = await start()
      const answer = await query(next.url, 'SELECT 1')
      await next.stop()

      expect(answer).toEqual([1])
    })
  })

  test('of a run that was killed together with its watcher is stopped and followed by a new one', async () => {
    const user = serverUser()
    const folder = join(dataDir, 'postgres/cluster')
    const { bin } = findPrograms({ user, copyTo: dataDir })!
    const settings = ['cluster_name=order_up_4194000_1', 'port=0', 'unix_socket_directories=', 'listen_addresses=']
    const args = [
      '-D',
      folder,
      ...settings.slice(0, 1).flatMap((setting) => ['-c', setting]),
      '-c',
      'listen_addresses=',
    ]
    const orphan = spawn(join(bin, 'postgres'), [...args, '-c', `unix_socket_directories=${folder}`], {
      ...asUser(user),
      cwd: folder,
      detached: true,
    })
    for await (const line of createInterface({ input: orphan.stderr })) if (line.includes('ready to accept')) break
    const log: string[] = []

    const server = await startLocalPostgres({ dataDir, log: (line) => log.push(line) })
    const answer = await query(server.url, 'SELECT 1')
    await server.stop()

    expect({ answer, orphan: await findProcess(orphan.pid!), first: log[0] }).toEqual({
      answer: [1],
      orphan: undefined,
      first: `stopping the server of a run that was killed (process ${orphan.pid})`,
    })
  })

  test('leaves alone a program that has got the process id of a killed server', async () => {
    const foreign = spawn(process.execPath, ['-e', 'process.stdin.resume()'])
    writeFileSync(pidFile(dataDir), `${foreign.pid}\n${join(dataDir, 'postgres/cluster')}\n1\n0\n\n127.0.0.1\n`)
    const user = serverUser()
    if (user !== undefined) chownSync(pidFile(dataDir), user.uid, user.gid)

    const server = await start()
    const answer = await query(server.url, 'SELECT 1')
    await server.stop()
    const alive = (await findProcess(foreign.pid!)) !== undefined
    foreign.kill()

    expect({ answer, alive }).toEqual({ answer: [1], alive: true })
  })

  test('that is not ours keeps the data folder', async () => {
    const theirs = await startByHand(dataDir, [])

    const refused = await failure(start())
    const alive = (await findProcess(theirs.pid!)) !== undefined
    theirs.kill('SIGINT')
    await once(theirs, 'exit')

    expect({ refused, alive }).toEqual({
      refused: { code: 'OU1206', message: `data folder is in use by another run: PostgreSQL, process ${theirs.pid}` },
      alive: true,
    })
  })

  test('starts once where several runs begin at the same time on one empty data folder', async () => {
    await rm(dataDir, { recursive: true, force: true })
    const starts = await Promise.allSettled([start(), start(), start()])

    const servers = starts.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []))
    const codes = starts.flatMap((one) => (one.status === 'rejected' ? [(one.reason as OrderUpError).code] : []))
    await Promise.all(servers.map((server) => server.stop()))

    expect({ servers: servers.length, codes }).toEqual({ servers: 1, codes: ['OU1206', 'OU1206'] })
  })
})
