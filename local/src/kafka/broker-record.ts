import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { findProcess } from '../postgres/process-table.ts'

/** A process as it can be told from a later one of the same id. */
export interface ProcessMark {
  readonly pid: number
  readonly start: string
}

/** The broker that was last started on a data folder. */
export interface BrokerRecord {
  readonly broker: ProcessMark
  readonly port: number
  /** Who started it and will stop it; null where it was left running on purpose. */
  readonly owner: ProcessMark | null
}

const recordFile = (dataDir: string): string => join(dataDir, 'broker.json')

/** The file that a broker's command line names: tells our broker from any other program. */
export const propertiesFile = (dataDir: string): string => join(dataDir, 'server.properties')

export const writeBrokerRecord = (dataDir: string, record: BrokerRecord): void =>
  writeFileSync(recordFile(dataDir), `${JSON.stringify(record)}\n`)

export const removeBrokerRecord = (dataDir: string): void => rmSync(recordFile(dataDir), { force: true })

/** The mark of a live process, or undefined. */
export const markOf = async (pid: number): Promise<ProcessMark | undefined> => {
  const found = await findProcess(pid)
  return found && { pid, start: found.start }
}

/** True while the process that was marked lives. */
export const isAlive = async (mark: ProcessMark): Promise<boolean> => (await markOf(mark.pid))?.start === mark.start

const readRecord = (dataDir: string): BrokerRecord | undefined => {
  try {
    return JSON.parse(readFileSync(recordFile(dataDir), 'utf8')) as BrokerRecord
  } catch {
    return undefined
  }
}

/** The broker that runs on a data folder, or undefined: its record, its process and its command line must agree. */
export const runningBroker = async (dataDir: string): Promise<BrokerRecord | undefined> => {
  const record = readRecord(dataDir)
  if (record === undefined) return undefined
  const found = await findProcess(record.broker.pid)
  const isOurs = found?.start === record.broker.start && found.command.includes(propertiesFile(dataDir))
  return isOurs ? record : undefined
}
