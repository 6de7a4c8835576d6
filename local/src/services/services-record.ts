import { readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { ComposeProject } from '../docker/compose-project.ts'
import { isAlive, type ProcessMark } from '../kafka/broker-record.ts'
import { findProcess } from '../postgres/process-table.ts'
import type { RegistryName, ServiceAddresses, ServiceName } from './service-addresses.ts'

/** Services that a process of ours runs, with Java. */
export interface KeptRecord {
  readonly way?: 'java'
  /** The process that runs them. */
  readonly keeper: ProcessMark
  readonly ports: Readonly<Record<ServiceName, number>>
  /** Ours, where none is named. */
  readonly registry?: RegistryName
  readonly addresses: ServiceAddresses
}

/** Services that Docker compose runs. */
export interface ComposedRecord extends ComposeProject {
  readonly way: 'docker'
  readonly addresses: ServiceAddresses
}

/** The last start of the services of a data folder; it stays when they are stopped, so that the next start can ask for the same ports. */
export type ServicesRecord = KeptRecord | ComposedRecord

/** The program that runs the services. */
export const KEEPER_FILE = fileURLToPath(new URL('keeper.js', import.meta.url))

/** What lies in a data folder; nothing else there is ours. */
export const servicePaths = (dataDir: string) => ({
  record: join(dataDir, 'services.json'),
  log: join(dataDir, 'services.log'),
  kafka: join(dataDir, 'kafka'),
  registry: join(dataDir, 'registry'),
  postgres: join(dataDir, 'postgres'),
})

/** Writes the record, whole or not at all; nobody else may read it, for it holds the database's password. */
export const writeServicesRecord = (dataDir: string, record: ServicesRecord): void => {
  const { record: path } = servicePaths(dataDir)
  writeFileSync(`${path}.new`, `${JSON.stringify(record)}\n`, { mode: 0o600 })
  renameSync(`${path}.new`, path)
}

/** The record of the last start; undefined where services were never started in the folder. */
export const readServicesRecord = (dataDir: string): ServicesRecord | undefined => {
  try {
    return JSON.parse(readFileSync(servicePaths(dataDir).record, 'utf8')) as ServicesRecord
  } catch {
    return undefined
  }
}

/** True while the keeper of a record runs: its process lives, and its command line names our program and the folder. */
export const isKept = async (dataDir: string, { keeper }: KeptRecord): Promise<boolean> => {
  if (!(await isAlive(keeper))) return false
  const { command = '' } = (await findProcess(keeper.pid)) ?? {}
  return command.includes(`${KEEPER_FILE} ${dataDir}`)
}
