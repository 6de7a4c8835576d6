import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describeWithDocker } from '../../kit/describe-with-docker.ts'
import { hasVolumes, runningContainers } from '../docker/compose.ts'
import { runDocker } from '../docker/run-docker.ts'
import { ask } from '../testing/ask.ts'
import { downServices } from './down-services.ts'
import type { ServiceAddresses } from './service-addresses.ts'
import { type ComposedRecord, readServicesRecord } from './services-record.ts'
import { probeServices } from './services-status.ts'
import { upServices } from './up-services.ts'

const MINUTES = 600_000
const silent = { log: (): void => {} }

const up = (dataDir: string, signal = new AbortController().signal): Promise<ServiceAddresses> =>
  upServices({ dataDir, services: 'docker', signal, ...silent })

const answering = async (dataDir: string): Promise<readonly boolean[]> =>
  (await probeServices(dataDir)).map(({ answers }) => answers)

const recordOf = (dataDir: string): ComposedRecord => readServicesRecord(dataDir) as ComposedRecord

await describeWithDocker('services that Docker compose runs', () => {
  let parent: string
  let dataDir: string
  let second: string
  beforeEach(() => {
    parent = mkdtempSync(join(tmpdir(), 'order-up-services-'))
    dataDir = join(parent, 'data')
    second = join(parent, 'second')
  })
  afterEach(async () => {
    for (const folder of [dataDir, second]) await downServices({ dataDir: folder, wipe: true, ...silent })
    rmSync(parent, { recursive: true, force: true })
  }, MINUTES)

  test(
    'what was stored, and where it is found, is the same after a stop; a wipe leaves nothing',
    async () => {
      const first = await up(dataDir)
      await ask(first, 'CREATE TABLE kept AS SELECT 7 AS n')
      const again = await up(dataDir)
      const whileUp = await answering(dataDir)

      const stopped = await downServices({ dataDir, ...silent })
      const whileDown = [await answering(dataDir), (await runningContainers(recordOf(dataDir))).size]
      const next = await up(dataDir)
      const kept = await ask(next, 'SELECT n FROM kept')
      const project = recordOf(dataDir)
      await downServices({ dataDir, wipe: true, ...silent })

      expect({ again, whileUp, stopped, whileDown, next, kept }).toEqual({
        again: first,
        whileUp: [true, true, true],
        stopped: 'stopped',
        whileDown: [[false, false, false], 0],
        next: first,
        kept: [{ n: 7 }],
      })
      expect([await hasVolumes(project), existsSync(dataDir)]).toEqual([false, false])
    },
    MINUTES,
  )

  test(
    'another data folder is a set of its own, which outlives the end of the first',
    async () => {
      const [one, other] = [await up(dataDir), await up(second)]

      await downServices({ dataDir, ...silent })

      expect(new Set([...one.brokers, ...other.brokers]).size).toBe(2)
      expect([await answering(dataDir), await answering(second)]).toEqual([
        [false, false, false],
        [true, true, true],
      ])
    },
    MINUTES,
  )

  test(
    'a service that has died is seen, and started again with the others',
    async () => {
      const first = await up(dataDir)
      await runDocker({ args: ['kill', `${recordOf(dataDir).project}-postgres-1`] })
      const whileDead = await answering(dataDir)

      const next = await up(dataDir)

      expect([whileDead, next, await answering(dataDir)]).toEqual([[true, true, false], first, [true, true, true]])
    },
    MINUTES,
  )

  test(
    'a start that is given up leaves nothing running',
    async () => {
      const given = new AbortController()
      const starting = upServices({
        dataDir,
        services: 'docker',
        signal: given.signal,
        log: (line) => (line.endsWith('Started') ? given.abort(new Error('stopped')) : undefined),
      })

      await expect(starting).rejects.toThrow('stopped')

      expect((await runningContainers(recordOf(dataDir))).size).toBe(0)
    },
    MINUTES,
  )
})
