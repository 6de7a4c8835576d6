import { rmSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import { OrderUpError } from '@order-up/contracts'
import { composeDown, composeUp, hasVolumes } from '../docker/compose.ts'
import { COMPOSED_NAMES, composedAddresses, projectOf } from '../docker/compose-project.ts'
import { needDocker } from '../docker/find-docker.ts'
import { newClusterId } from '../kafka/format-storage.ts'
import { portsLike } from './ports-like.ts'
import { type ComposedRecord, readServicesRecord, servicePaths, writeServicesRecord } from './services-record.ts'
import { allAnswer } from './services-status.ts'

export interface UpByDocker {
  readonly dataDir: string
  readonly log: (line: string) => void
  readonly signal: AbortSignal
  /** How long a service may take to answer here once it is healthy; half a minute where it is not said. */
  readonly answerMs?: number
  /** How long it may take to stop what a failed start has started; a minute where it is not said. */
  readonly takeBackMs?: number
}

const ANSWER_MS = 30_000
const TAKE_BACK_MS = 60_000
const POLL_MS = 200

/** Throws OU1223 where the services do not answer in time: those of an engine on another machine never do. */
const untilAllAnswer = async (record: ComposedRecord, { dataDir, signal, answerMs }: UpByDocker): Promise<void> => {
  const deadline = performance.now() + (answerMs ?? ANSWER_MS)
  while (!(await allAnswer(dataDir, record))) {
    signal.throwIfAborted()
    if (performance.now() > deadline)
      throw new OrderUpError('OU1223', { detail: `healthy at ${record.host}, its services do not answer on 127.0.0.1` })
    await sleep(POLL_MS)
  }
}

const recordOf = async (
  { dataDir, signal }: UpByDocker,
  before: ComposedRecord | undefined,
): Promise<ComposedRecord> => {
  const host = await needDocker({ host: before?.host, signal })
  const ports = await portsLike(COMPOSED_NAMES, before?.ports)
  const project = before?.project ?? projectOf(dataDir)
  const clusterId = before === undefined ? newClusterId() : before.clusterId
  return { way: 'docker', project, host, ports, ...(clusterId && { clusterId }), addresses: composedAddresses(ports) }
}

/** Leaves nothing running after a start that failed, and of a first start without data no record either. */
const takeBack = async (record: ComposedRecord, options: UpByDocker, isFirst: boolean): Promise<void> => {
  const { dataDir, log, takeBackMs = TAKE_BACK_MS } = options
  await composeDown(record, false, { log, signal: AbortSignal.timeout(takeBackMs) })
  if (isFirst && !(await hasVolumes(record))) rmSync(servicePaths(dataDir).record, { force: true })
}

/**
 * Starts the services of the compose file on the volumes of the folder's project. The record is written before: what a
 * killed start leaves behind is found by `down`. Throws OU1222 where Docker does not answer, OU1223 where compose fails.
 */
export const upByDocker = async (options: UpByDocker): Promise<void> => {
  const { dataDir, log, signal } = options
  const before = readServicesRecord(dataDir) as ComposedRecord | undefined
  const record = await recordOf(options, before)
  log(`starting Kafka, a schema registry, Kafka UI and PostgreSQL with Docker compose, project ${record.project}`)
  writeServicesRecord(dataDir, record)
  try {
    await composeUp(record, { log, signal })
    await untilAllAnswer(record, options)
  } catch (failure) {
    // Where this fails too, the record stays, and `down` can be tried again.
    await takeBack(record, options, before === undefined).catch(() => {})
    throw failure
  }
  log(`Kafka UI at http://127.0.0.1:${record.ports.ui}`)
}
