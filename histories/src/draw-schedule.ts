import type { Fault, Schedule } from '@order-up/contracts/kit'
import fc from 'fast-check'

/** What goes wrong at one commit. */
type Mishap = Fault | 'stop'
const MISHAPS: readonly Mishap[] = ['stop', 'crash-after', 'crash-before', 'crash-during', 'fence']
const MAX_MISHAPS = 30
/** A step then waits until it is full, or the run ends. */
const NEVER_MS = 3_600_000

/** How a history is run; null stands for what is left as it comes. */
export interface SchedulePlan {
  readonly interleaveSeed: number | null
  readonly maxBatch: number | null
  readonly maxRecords: number | null
  readonly maxChanges: number | null
  readonly maxDriftMs: number | null
  readonly commitIntervalMs: number | null
  readonly growBy: number | null
  /** By commit attempt, counted from 0 over the life of the log. */
  readonly mishaps: readonly (Mishap | null)[]
}

const sometimes = <T>(arbitrary: fc.Arbitrary<T>): fc.Arbitrary<T | null> =>
  fc.option(arbitrary, { freq: 2, nil: null })

/** Schedules of every kind. They shrink to one plain run. */
export const schedulePlan: fc.Arbitrary<SchedulePlan> = fc.record({
  interleaveSeed: sometimes(fc.nat(1_000_000)),
  maxBatch: sometimes(fc.integer({ min: 1, max: 5 })),
  maxRecords: sometimes(fc.integer({ min: 1, max: 8 })),
  maxChanges: sometimes(fc.integer({ min: 1, max: 30 })),
  maxDriftMs: sometimes(fc.constantFrom(0, 1_000, 60_000, 3_600_000)),
  commitIntervalMs: sometimes(fc.constant(NEVER_MS)),
  growBy: fc.option(fc.integer({ min: 1, max: 10 }), { freq: 1, nil: null }),
  mishaps: fc.oneof(
    fc.constant([]),
    fc.array(fc.option(fc.constantFrom(...MISHAPS), { freq: 2, nil: null }), { maxLength: MAX_MISHAPS, size: 'max' }),
  ),
})

const withoutNull = <T extends object>(given: T): { [Name in keyof T]?: NonNullable<T[Name]> } =>
  Object.fromEntries(Object.entries(given).filter(([, value]) => value !== null)) as never

const labelOf = ({ mishaps, ...plan }: SchedulePlan): string => {
  const settings = Object.entries(plan).filter(([, value]) => value !== null)
  const events = [...mishaps.entries()].filter(([, mishap]) => mishap !== null)
  const words = [
    ...settings.map(([name, value]) => `${name} ${value}`),
    ...events.map(([commit, mishap]) => `${mishap} at commit ${commit}`),
  ]
  return words.length === 0 ? 'one plain run' : words.join(', ')
}

/** The schedule that a plan stands for; its label says all of it. */
export const scheduleOf = (plan: SchedulePlan): Schedule => {
  const { interleaveSeed, maxBatch, maxRecords, maxChanges, maxDriftMs, commitIntervalMs, growBy, mishaps } = plan
  const mishapAt = (commit: number): Mishap | null => mishaps[commit] ?? null
  return {
    label: labelOf(plan),
    log: withoutNull({ seed: interleaveSeed, maxBatch }),
    limits: { commitIntervalMs: 0, ...withoutNull({ maxRecords, maxChanges, maxDriftMs, commitIntervalMs }) },
    fault: (commit) => {
      const mishap = mishapAt(commit)
      return mishap === 'stop' || mishap === null ? undefined : mishap
    },
    stopAfter: (commit) => mishapAt(commit) === 'stop',
    ...withoutNull({ growBy }),
  }
}
