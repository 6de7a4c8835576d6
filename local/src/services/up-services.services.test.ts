import { chmodSync, existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describeWithKafkaPrograms } from '../../kit/describe-with-kafka-programs.ts'
import { findJava } from '../kafka/java.ts'
import { findProcess } from '../postgres/process-table.ts'
import { ask } from '../testing/ask.ts'
import { downServices } from './down-services.ts'
import type { ServiceAddresses } from './service-addresses.ts'
import { type KeptRecord, readServicesRecord } from './services-record.ts'
import { probeServices } from './services-status.ts'
import { type UpOptions, upServices } from './up-services.ts'

const silent = { log: (): void => {} }
const never = new AbortController().signal

const upByJava = (options: Pick<UpOptions, 'dataDir' | 'registry'>): Promise<ServiceAddresses> =>
  upServices({ ...options, services: 'java', signal: never, ...silent })

const keeperOf = (dataDir: string) => (readServicesRecord(dataDir) as KeptRecord).keeper

/** Why Apicurio cannot run here; undefined where it can. */
const whyNoApicurio = ((): string | undefined => {
  try {
    findJava({ oldest: 21, code: 'OU1219' })
    return undefined
  } catch (error) {
    return (error as Error).message
  }
})()

const subjectsOf = async ({ registryUrl }: ServiceAddresses): Promise<unknown> =>
  (await fetch(`${registryUrl}/subjects`)).json()

const register = ({ registryUrl }: ServiceAddresses): Promise<unknown> =>
  fetch(`${registryUrl}/subjects/kept/versions`, { method: 'POST', body: JSON.stringify({ schema: '"string"' }) })

const answering = async (dataDir: string): Promise<readonly boolean[]> =>
  (await probeServices(dataDir)).map(({ answers }) => answers)

await describeWithKafkaPrograms('services that outlive whoever starts them', () => {
  let parent: string
  let dataDir: string
  beforeEach(() => {
    parent = mkdtempSync(join(tmpdir(), 'order-up-services-'))
    chmodSync(parent, 0o711)
    dataDir = join(parent, 'data')
  })
  afterEach(async () => {
    await downServices({ dataDir, wipe: true, ...silent })
    rmSync(parent, { recursive: true, force: true })
  })

  test('what was stored, and where it is found, is the same after a stop; a wipe leaves nothing', async () => {
    const first = await upByJava({ dataDir })
    await ask(first, 'CREATE TABLE kept AS SELECT 7 AS n')
    await register(first)
    const again = await upByJava({ dataDir })
    const { pid } = keeperOf(dataDir)
    const whileUp = await answering(dataDir)

    const stopped = await downServices({ dataDir, ...silent })
    const whileDown = await answering(dataDir)
    const second = await upByJava({ dataDir })
    const kept = [await ask(second, 'SELECT n FROM kept'), await subjectsOf(second)]
    await downServices({ dataDir, wipe: true, ...silent })

    expect({ again, whileUp, stopped, whileDown, second, kept, left: existsSync(dataDir) }).toEqual({
      again: first,
      whileUp: [true, true, true],
      stopped: 'stopped',
      whileDown: [false, false, false],
      second: first,
      kept: [[{ n: 7 }], ['kept']],
      left: false,
    })
    expect(await findProcess(pid)).toBeUndefined()
  }, 120_000)

  test('what a killed keeper leaves behind is stopped, and started again', async () => {
    const first = await upByJava({ dataDir })
    process.kill(keeperOf(dataDir).pid, 'SIGKILL')

    const stopped = await downServices({ dataDir, ...silent })
    const second = await upByJava({ dataDir })

    expect([stopped, second.brokers, await answering(dataDir)]).toEqual(['stopped', first.brokers, [true, true, true]])
  }, 120_000)

  const title = 'Apicurio keeps what was registered, from one start to the next, and is stopped with the others'
  const apicurioTest = whyNoApicurio === undefined ? test : test.skip
  apicurioTest(
    `${title}${whyNoApicurio === undefined ? '' : ` (${whyNoApicurio})`}`,
    async () => {
      const first = await upByJava({ dataDir, registry: 'apicurio' })
      await fetch(`${first.registryUrl}/subjects/kept/versions`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ schema: '"string"' }),
      })
      const whileUp = await answering(dataDir)

      await downServices({ dataDir, ...silent })
      const whileDown = await fetch(first.registryUrl).then(
        () => 'answers',
        () => 'is gone',
      )
      const second = await upByJava({ dataDir })

      expect({ whileUp, whileDown, second, kept: await subjectsOf(second) }).toEqual({
        whileUp: [true, true, true],
        whileDown: 'is gone',
        second: first,
        kept: ['kept'],
      })
    },
    240_000,
  )
})
