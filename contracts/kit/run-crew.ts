import { Crew, type CrewSetting, type Mishap } from './crew.ts'
import type { GoldenCase } from './golden-case.ts'
import { type RawRecord, rawRecords } from './raw-records.ts'
import type { TestLog } from './test-log.ts'
import { turnTimers } from './turn-timers.ts'

export interface CrewRun extends Omit<CrewSetting, 'case' | 'timers' | 'stormyCommits'> {
  readonly case: GoldenCase
  /** Instances that run at once. */
  readonly instances: number
}

/** What became of a case that several instances ran together. */
export interface CrewOutcome {
  readonly log: TestLog
  readonly raw: readonly RawRecord[]
  /** How often each thing went wrong. */
  readonly mishaps: Readonly<Partial<Record<Mishap, number>>>
  /** What an instance did that none may do. */
  readonly failure?: string
}

const STORMY_COMMITS = 400

/** Runs all places of a crew to their end: whoever comes to it first says that everything is durable (E5). */
const runToEnd = async (crew: Crew, instances: number, flush: boolean): Promise<string | undefined> => {
  let finishedAt: string | undefined
  /** Instance after instance in one place of the crew, until one comes to its end. */
  const place = async (): Promise<void> => {
    while (!crew.isOver) {
      const life = await crew.life(flush ? { flush } : { untilEnd: true })
      if (life === 'ended') finishedAt ??= await crew.written()
      // Another instance has finished the flush meanwhile, or taken over.
      if (life !== 'cut') return
    }
  }
  const failure = await crew.watch(Promise.all(Array.from({ length: instances }, place)))
  if (failure !== undefined || finishedAt === undefined || finishedAt === (await crew.written())) return failure
  return 'an instance came to its end before the run had'
}

/** Runs a case by several instances at once, through whatever `seed` does to them, to its end. */
export const runCrew = async ({ instances, ...run }: CrewRun): Promise<CrewOutcome> => {
  const { records, flush } = run.case
  const crew = new Crew({ ...run, timers: turnTimers, stormyCommits: STORMY_COMMITS })
  const { log, mishaps } = crew
  const raw = rawRecords(records, log.schemaId)
  const half = Math.ceil(raw.length / 2)
  await log.append(raw.slice(0, half))
  let failure = await runToEnd(crew, instances, false)
  if (failure === undefined) {
    await log.append(raw.slice(half))
    failure = await runToEnd(crew, instances, flush)
  }
  return { log, raw, mishaps, ...(failure === undefined ? {} : { failure }) }
}
