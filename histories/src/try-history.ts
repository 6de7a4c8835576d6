import {
  type Candidate,
  type CaseFailure,
  failureLines,
  type GoldenCase,
  referenceCase,
  verifyRun,
} from '@order-up/contracts/kit'
import fc from 'fast-check'
import { historyPlan } from './draw-history.ts'
import { type SchedulePlan, scheduleOf, schedulePlan } from './draw-schedule.ts'
import type { HistoryPlan } from './move.ts'
import { writeHistory } from './write-history.ts'

/** A history in which an engine is wrong, shrunk, as a golden case; and how it was run. */
export interface Counterexample {
  readonly case: GoldenCase
  readonly failure: CaseFailure
}

/** A history as the golden case that the batch reference makes of it. */
export const caseOf = (plan: HistoryPlan, name: string, about: string): GoldenCase => {
  const { partitions, flush } = plan
  return referenceCase({ name, about, rules: [], partitions, flush, records: writeHistory(plan) })
}

const plans = fc.record({ history: historyPlan, schedule: schedulePlan })
interface Plans {
  readonly history: HistoryPlan
  readonly schedule: SchedulePlan
}

const failureOf = async (candidate: Candidate, { history, schedule }: Plans): Promise<CaseFailure | undefined> => {
  const given = caseOf(history, 'history', '')
  return (await verifyRun({ case: given, ...candidate }, scheduleOf(schedule))).failure
}

/**
 * Draws one history and one schedule from `seed` and compares what an engine makes of it with the batch reference, whole
 * and by bytes. Undefined where both agree, else the smallest history that fast-check finds in which they don't.
 */
export const tryHistory = async (candidate: Candidate, seed: number): Promise<Counterexample | undefined> => {
  const property = fc.asyncProperty(plans, async (drawn) => {
    const failure = await failureOf(candidate, drawn)
    if (failure !== undefined) throw new Error(failureLines(failure).join('\n'))
  })
  const { counterexample } = await fc.check(property, { seed, numRuns: 1 })
  const smallest = counterexample?.[0]
  if (smallest === undefined) return undefined
  const failure = (await failureOf(candidate, smallest)) as CaseFailure
  const about = `Shrunk from seed ${seed}; run with ${failure.schedule}: ${failure.reason}.`
  return { case: caseOf(smallest.history, `history-${seed}`, about), failure }
}
