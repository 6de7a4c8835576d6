import { mkdirSync, realpathSync } from 'node:fs'
import { needDocker } from '../docker/find-docker.ts'
import { downServices } from './down-services.ts'
import { runningServices } from './running-services.ts'
import type { RegistryName, ServiceAddresses, ServicesWay } from './service-addresses.ts'
import { readServicesRecord } from './services-record.ts'
import { allAnswer } from './services-status.ts'
import { servicesWay } from './services-way.ts'
import { upByDocker } from './up-by-docker.ts'
import { registryOf, type UpByJava, upByJava } from './up-by-java.ts'

export interface UpOptions {
  /** Folder of all their data; made where it is missing, gone on with where it holds some. */
  readonly dataDir: string
  /** How to run them; as the data folder was begun, where none is named, else by Docker where it answers. */
  readonly services?: ServicesWay
  /** Which schema registry, without Docker; that of the data folder, where none is named, else ours. */
  readonly registry?: RegistryName
  /** Told of the progress, a line at a time. */
  readonly log: (line: string) => void
  /** Gives up and stops what has been started. */
  readonly signal: AbortSignal
}

const UP: Readonly<Record<ServicesWay, (options: UpByJava) => Promise<void>>> = { docker: upByDocker, java: upByJava }

/**
 * Starts a broker, a registry and PostgreSQL that outlive this process, unless they run already, and resolves with their
 * addresses once all answer. `downServices` stops them. Data and, where they are still free, ports are those of the last
 * start. Throws OU1002, OU1107, OU1108, OU1204 to OU1207, OU1210 to OU1212 and OU1219 to OU1223, with nothing left
 * running.
 */
export const upServices = async (options: UpOptions): Promise<ServiceAddresses> => {
  const { dataDir: given, log, signal } = options
  const record = readServicesRecord(given)
  const way = await servicesWay({ ...options, record })
  if (way === 'java') registryOf(given, options.registry)
  mkdirSync(given, { recursive: true })
  const dataDir = realpathSync(given)
  if (record?.way === 'docker') await needDocker({ host: record.host, signal })
  if (record !== undefined && (await runningServices(dataDir, record, signal)).size > 0) {
    if (await allAnswer(dataDir, record)) {
      log(`already running in ${dataDir}`)
      return record.addresses
    }
    log('a service does not answer: stopping all, to start them again')
    await downServices({ dataDir, log, signal })
  }
  await UP[way]({ ...options, dataDir })
  return readServicesRecord(dataDir)!.addresses
}
