import { runningContainers } from '../docker/compose.ts'
import { SERVICE_NAMES } from './service-addresses.ts'
import { isKept, type ServicesRecord } from './services-record.ts'

/**
 * The services of a record that run, whether they answer or not; no others that may have taken their ports. Throws OU1222
 * and OU1223 where Docker does not say so.
 */
export const runningServices = async (
  dataDir: string,
  record: ServicesRecord | undefined,
  signal?: AbortSignal,
): Promise<ReadonlySet<string>> => {
  if (record === undefined) return new Set()
  if (record.way === 'docker') return runningContainers(record, signal)
  return new Set((await isKept(dataDir, record)) ? SERVICE_NAMES : [])
}
