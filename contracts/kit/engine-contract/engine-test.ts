import type { Engine, EngineRun, RunSummary } from '../../src/engine-port.ts'
import { type Difference, differencesBetween } from '../differences.ts'
import { expectedOutputs } from '../expected-outputs.ts'
import type { CaseRecord, GoldenCase } from '../golden-case.ts'
import { type LogProbe, probeLog } from '../probe-log.ts'
import { rawRecords, registryOf } from '../raw-records.ts'
import { readOutputs } from '../read-outputs.ts'
import { standstill } from '../standstill.ts'
import type { CreateTestLog, TestLog, TestLogOptions } from '../test-log.ts'
import { turnTimers } from '../turn-timers.ts'

/** The engine that proves itself, and the log it proves itself on. */
export interface Candidate {
  /** A new instance, as a new process would have. */
  readonly create: () => Engine
  readonly createLog: CreateTestLog
  /** True for an engine whose tasks move: one that loses a task goes on with the others, and may get it back. */
  readonly movesTasks?: boolean
}

/** One test of the engine contract. The title begins with the rules it proves; the body throws where it fails. */
export interface EngineTest {
  readonly title: string
  readonly body: (candidate: Candidate) => Promise<void>
}

/** What a test asks of one run. */
export type RunRequest = Partial<Omit<EngineRun, 'log'>> & { readonly probe?: LogProbe }

/** Runs a new instance on `log`; settles as `Engine.run` does. */
export const runOn = (candidate: Candidate, log: TestLog, request: RunRequest = {}): Promise<RunSummary> => {
  const { probe = {}, ...run } = request
  const engine = candidate.create()
  const options = { timers: turnTimers(), signal: new AbortController().signal, ...run }
  return engine.run({ ...options, log: probeLog(log.connect({ name: engine.name }), probe) })
}

/** `probe`, and `seen` told of each call. */
const counted = (probe: LogProbe, seen: () => void): LogProbe => ({
  onBatch: (batch) => {
    seen()
    return probe.onBatch?.(batch)
  },
  onCommit: (step, task) => {
    seen()
    return probe.onCommit?.(step, task)
  },
  onCommitted: (step, task) => {
    seen()
    return probe.onCommitted?.(step, task)
  },
})

/** Runs a new instance to the present ends of `log`; rejects where it stands still before. */
export const runToEnd = async (candidate: Candidate, log: TestLog, request: RunRequest = {}): Promise<RunSummary> => {
  const done = new AbortController()
  let calls = 0
  const probe = counted(request.probe ?? {}, () => {
    calls += 1
  })
  const run = runOn(candidate, log, { untilEnd: true, ...request, probe })
  const stuck = standstill(() => calls, done.signal).then(() => undefined)
  const summary = await Promise.race([run, stuck]).finally(() => done.abort('over'))
  if (summary === undefined) throw new Error('the run stands still')
  return summary
}

/** A log that can hold `records`, empty yet. */
export const emptyLog = (
  { createLog }: Candidate,
  { partitions, records }: Pick<GoldenCase, 'partitions' | 'records'>,
  options: Partial<TestLogOptions> = {},
): TestLog => createLog({ partitions, registry: registryOf(records), ...options })

/** A log that holds the records of a case. */
export const filledLog = async (
  candidate: Candidate,
  given: Pick<GoldenCase, 'partitions' | 'records'>,
  options: Partial<TestLogOptions> = {},
): Promise<TestLog> => {
  const log = emptyLog(candidate, given, options)
  await append(log, given.records)
  return log
}

export const append = (log: TestLog, records: readonly CaseRecord[]): Promise<void> =>
  log.append(rawRecords(records, log.schemaId))

/** How the outputs of `log` differ from what `given` expects. */
export const differencesOf = async (log: TestLog, given: GoldenCase): Promise<readonly Difference[]> =>
  differencesBetween(expectedOutputs(given, rawRecords(given.records, log.schemaId)), await readOutputs(log))
