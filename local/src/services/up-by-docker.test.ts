import { existsSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { COMPOSE_FILE, composedAddresses, projectOf } from '../docker/compose-project.ts'
import { ANSWERING, type FakeDocker, fakeDocker } from '../testing/fake-docker.ts'
import { downServices } from './down-services.ts'
import {
  type ComposedRecord,
  readServicesRecord,
  type ServicesRecord,
  servicePaths,
  writeServicesRecord,
} from './services-record.ts'
import { probeServices } from './services-status.ts'
import { upByDocker } from './up-by-docker.ts'
import { type UpOptions, upServices } from './up-services.ts'

let dataDir: string
let docker: FakeDocker | undefined
beforeEach(() => {
  dataDir = realpathSync(mkdtempSync(join(tmpdir(), 'order-up-services-')))
})
afterEach(() => {
  docker?.remove()
  docker = undefined
  rmSync(dataDir, { recursive: true, force: true })
})

const HOST = 'unix:///first.sock'
const ports = { kafka: 1, registry: 2, postgres: 3, ui: 4 }
const DEAD = `\n"version "*|"ps "*|"volume "*) exit 1 ;;${ANSWERING}`
const said: string[] = []

const up = (options: Partial<UpOptions> = {}): Promise<unknown> =>
  upServices({ dataDir, signal: new AbortController().signal, log: (line) => said.push(line), ...options })

const begun = (): ServicesRecord => {
  const record = { way: 'docker', project: 'begun', host: HOST, ports, addresses: composedAddresses(ports) } as const
  writeServicesRecord(dataDir, record)
  return record
}

const failuresOf = (doings: readonly Promise<unknown>[]): Promise<readonly unknown[]> =>
  Promise.all(doings.map((doing) => doing.catch((failure: unknown) => failure)))

/** The calls of compose, from behind what all of them begin with. */
const composed = (project: string): readonly string[] =>
  docker!
    .calls()
    .filter((call) => call.includes(COMPOSE_FILE))
    .map((call) => call.replace(`compose --file ${COMPOSE_FILE} --project-name ${project} --ansi never `, ''))

test('OU1223 a start that compose refuses is told with its last lines, and of a first one nothing is left', async () => {
  docker = fakeDocker(`${ANSWERING}\n*" up "*) echo 'pull access denied' >&2; exit 1 ;;`)

  const failed = await up().catch((failure: unknown) => failure)

  expect(failed).toMatchObject({ code: 'OU1223', cause: { message: 'pull access denied' } })
  expect(composed(projectOf(dataDir))).toEqual([
    'up --detach --wait --quiet-pull',
    'rm --stop --force --volumes',
    'down --remove-orphans',
  ])
  expect(existsSync(servicePaths(dataDir).record)).toBe(false)
  expect(said).toContain('pull access denied')
})

test('what a failed start has made of data keeps its record, so that down --wipe finds it', async () => {
  docker = fakeDocker(`${ANSWERING}\n*" up "*) exit 1 ;;\n"volume ls"*) echo begun_kafka ;;`)
  await up().catch(() => {})

  const stopped = await downServices({ dataDir, wipe: true, log: () => {} })

  expect([stopped, composed(projectOf(dataDir)).at(-1), existsSync(dataDir)]).toEqual([
    'not running',
    'down --remove-orphans --volumes',
    false,
  ])
})

test('a folder has a log of its own, named the same in every call of compose until a wipe: the next one is another', async () => {
  const tell = 'echo "id $ORDER_UP_CLUSTER_ID" >&2'
  const asked = `\n*"--file "*" up "*) ${tell}; exit 1 ;;\n*"--file "*) ${tell} ;;\n"volume ls"*) echo begun_kafka ;;`
  docker = fakeDocker(`${ANSWERING}${asked}`)
  const told: string[] = []
  const log = (line: string): void => void (line.startsWith('id ') && told.push(line.slice('id '.length)))
  const upAgain = async (): Promise<string | undefined> => {
    await up({ log }).catch(() => {})
    return (readServicesRecord(dataDir) as ComposedRecord).clusterId
  }

  const [first, again] = [await upAgain(), await upAgain()]
  await downServices({ dataDir, wipe: true, log })
  const next = await upAgain()

  expect(told).toEqual([...Array(8).fill(first), ...Array(3).fill(next)])
  expect([again === first, first === next]).toEqual([true, false])
  expect([first, next]).toEqual([expect.stringMatching(/^\w[\w-]{21}$/), expect.stringMatching(/^\w[\w-]{21}$/)])
})

test('services that compose calls healthy, but that do not answer here, are no services', async () => {
  docker = fakeDocker(ANSWERING)

  const starting = upByDocker({ dataDir, signal: new AbortController().signal, log: () => {}, answerMs: 0 })

  await expect(starting).rejects.toMatchObject({
    code: 'OU1223',
    message: expect.stringContaining('do not answer on 127.0.0.1'),
  })
})

test('a start that is given up interrupts compose, and stops what it had started', async () => {
  docker = fakeDocker(`${ANSWERING}\n*" up "*) echo Pulling >&2; exec sleep 30 ;;`)
  const given = new AbortController()
  const log = (line: string): void => (line === 'Pulling' ? given.abort(new Error('stopped')) : undefined)

  await expect(up({ signal: given.signal, log })).rejects.toThrow('stopped')

  expect(composed(projectOf(dataDir)).at(-1)).toBe('down --remove-orphans')
}, 20_000)

test('a failed start is taken back within a time: of an engine that hangs then, the record stays for down', async () => {
  docker = fakeDocker(`${ANSWERING}\n*" up "*) echo 'pull access denied' >&2; exit 1 ;;\n*" rm "*) exec sleep 30 ;;`)

  const starting = upByDocker({ dataDir, signal: new AbortController().signal, log: () => {}, takeBackMs: 500 })

  await expect(starting).rejects.toMatchObject({ code: 'OU1223', cause: { message: 'pull access denied' } })
  expect(composed(projectOf(dataDir)).at(-1)).toBe('rm --stop --force --volumes')
  expect(existsSync(servicePaths(dataDir).record)).toBe(true)
}, 20_000)

test('a failed first start keeps its record where Docker does not say whether it has made data', async () => {
  docker = fakeDocker(`${ANSWERING}\n*" up "*|"volume ls"*) exit 1 ;;`)

  await expect(up()).rejects.toMatchObject({ code: 'OU1223', message: expect.stringMatching(/docker compose up$/) })

  expect(existsSync(servicePaths(dataDir).record)).toBe(true)
})

test('OU1223 where Docker does not say what runs, neither up nor down does anything, and status shows none', async () => {
  begun()
  docker = fakeDocker(`${ANSWERING}\n"ps "*) echo 'no answer' >&2; exit 1 ;;`)

  const failures = await failuresOf([up(), downServices({ dataDir, wipe: true, log: () => {} })])

  const failure = { code: 'OU1223', message: 'Docker compose failed: docker ps', cause: { message: 'no answer' } }
  expect(failures).toMatchObject([failure, failure])
  expect((await probeServices(dataDir)).map(({ answers }) => answers)).toEqual([false, false, false])
  expect([composed('begun'), existsSync(servicePaths(dataDir).record)]).toEqual([[], true])
})

test('who gives up a stop need not wait for Docker, and nothing is forgotten', async () => {
  begun()
  docker = fakeDocker(`${ANSWERING}\n*" rm "*) echo hangs >&2; exec sleep 30 ;;`)
  const given = new AbortController()
  const log = (line: string): void => (line === 'hangs' ? given.abort(new Error('stopped')) : undefined)

  await expect(downServices({ dataDir, wipe: true, log, signal: given.signal })).rejects.toThrow('stopped')

  expect(composed('begun')).toEqual(['rm --stop --force --volumes'])
  expect(existsSync(servicePaths(dataDir).record)).toBe(true)
}, 20_000)

test('a wipe of what Docker runs asks for no server of this machine', async () => {
  begun()
  docker = fakeDocker(ANSWERING)
  writeFileSync(servicePaths(dataDir).postgres, 'a server cannot have its home here')

  await downServices({ dataDir, wipe: true, log: () => {} })

  expect(existsSync(dataDir)).toBe(false)
})

test('what Docker runs is stopped at the engine that started it, whatever the environment says now', async () => {
  begun()
  docker = fakeDocker(`${ANSWERING}\n"ps "*|*" down "*) [ "$DOCKER_HOST" = ${HOST} ] || exit 1; echo kafka ;;`)
  process.env.DOCKER_HOST = 'unix:///second.sock'

  const stopped = await downServices({ dataDir, log: () => {} })

  delete process.env.DOCKER_HOST
  expect([stopped, composed('begun')]).toEqual(['stopped', ['rm --stop --force --volumes', 'down --remove-orphans']])
})

test('OU1222 while the engine is gone, neither up nor down nor a wipe forgets what it has', async () => {
  const record = begun()
  docker = fakeDocker(DEAD)
  const log = (): void => {}

  const failures = await failuresOf([up(), downServices({ dataDir, log }), downServices({ dataDir, wipe: true, log })])

  expect(failures).toMatchObject(Array(3).fill({ code: 'OU1222' }))
  expect((await probeServices(dataDir)).map(({ answers }) => answers)).toEqual([false, false, false])
  expect(JSON.parse(readFileSync(servicePaths(dataDir).record, 'utf8'))).toEqual(record)
})
