import { existsSync, realpathSync } from 'node:fs'
import { connect } from 'node:net'
import { OrderUpError } from '@order-up/contracts'
import { brokerAnswers } from '../kafka/broker-probe.ts'
import { runningServices } from './running-services.ts'
import { SERVICE_NAMES, type ServiceName } from './service-addresses.ts'
import { readServicesRecord, type ServicesRecord } from './services-record.ts'

/** What is known of one service of a data folder. */
export interface ServiceStatus {
  readonly name: ServiceName
  /** Where it listens, or did when it last ran; `host:port`. */
  readonly address: string
  readonly answers: boolean
}

const ANSWER_MS = 2_000

const registryAnswers = (url: string): Promise<boolean> =>
  fetch(`${url}/subjects`, { signal: AbortSignal.timeout(ANSWER_MS) }).then(
    ({ ok }) => ok,
    () => false,
  )

const accepts = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = connect({ port, host: '127.0.0.1', timeout: ANSWER_MS })
    const end = (answers: boolean): void => {
      socket.destroy()
      resolve(answers)
    }
    socket.once('connect', () => end(true))
    for (const event of ['error', 'timeout']) socket.once(event, () => end(false))
  })

const PROBES: Readonly<Record<ServiceName, (record: ServicesRecord) => Promise<boolean>>> = {
  kafka: ({ ports }) => brokerAnswers(ports.kafka),
  registry: ({ addresses }) => registryAnswers(addresses.registryUrl),
  postgres: ({ ports }) => accepts(ports.postgres),
}

const probeEach = (record: ServicesRecord, running: ReadonlySet<string>): Promise<readonly ServiceStatus[]> =>
  Promise.all(
    SERVICE_NAMES.map(async (name) => ({
      name,
      address: `127.0.0.1:${record.ports[name]}`,
      answers: running.has(name) && (await PROBES[name](record)),
    })),
  )

/** What Docker does not speak of is shown as what does not answer. */
const noneRuns = (failure: unknown): ReadonlySet<string> => {
  if (failure instanceof OrderUpError) return new Set()
  throw failure
}

/**
 * Asks each service that `upServices` started in the folder; empty where none was ever started there. None answers where
 * Docker, which runs them, does not.
 */
export const probeServices = async (given: string): Promise<readonly ServiceStatus[]> => {
  const dataDir = existsSync(given) ? realpathSync(given) : given
  const record = readServicesRecord(dataDir)
  if (record === undefined) return []
  return probeEach(record, await runningServices(dataDir, record).catch(noneRuns))
}

/** True where the services of a record all answer; throws OU1222 and OU1223 where Docker does not say what runs. */
export const allAnswer = async (dataDir: string, record: ServicesRecord): Promise<boolean> =>
  (await probeEach(record, await runningServices(dataDir, record))).every(({ answers }) => answers)
