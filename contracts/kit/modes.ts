import type { StepLimits } from '../src/engine-port.ts'
import { randomFrom } from './random.ts'
import type { Fault, TestLogOptions } from './test-log.ts'
import { NEVER_MS } from './turn-timers.ts'

/** One way of running a case to its end; commits are numbered from 0 over the life of the log. */
export interface Schedule {
  readonly label: string
  readonly log?: Pick<TestLogOptions, 'seed' | 'maxBatch'>
  readonly limits?: Partial<StepLimits>
  /** What goes wrong at a commit attempt. */
  readonly fault?: (commit: number) => Fault | undefined
  /** True where the run is stopped right after that commit. */
  readonly stopAfter?: (commit: number) => boolean
  /** Records appended before each of several runs; all of them before one run where it is not given. */
  readonly growBy?: number
}

/** A family of schedules, each of which must yield exactly what a case expects. */
export interface Mode {
  readonly about: string
  /** The rules that the mode proves, beside those of the case. */
  readonly rules: readonly string[]
  /** Only logs of more than one partition can be run in it. */
  readonly interleaves?: boolean
  /** The n-th schedule. */
  readonly schedule: (n: number, seed: number) => Schedule
  /** How many schedules there are; `every commit`: until one in which nothing went wrong any more. */
  readonly count: number | 'every commit'
}

const ONE_RECORD: Partial<StepLimits> = { maxRecords: 1, maxChanges: 1, commitIntervalMs: 0 }
const SEEDS = 20

const once = (schedule: Omit<Schedule, 'label'>): Pick<Mode, 'schedule' | 'count'> => ({
  schedule: () => ({ label: 'once', ...schedule }),
  count: 1,
})

const faultAtEveryCommit = (fault: Fault): Pick<Mode, 'schedule' | 'count'> => ({
  schedule: (n) => ({
    label: `${fault} at commit ${n}`,
    limits: ONE_RECORD,
    fault: (commit) => (commit === n ? fault : undefined),
  }),
  count: 'every commit',
})

const seeded = (schedule: (seed: number) => Omit<Schedule, 'label'>): Pick<Mode, 'schedule' | 'count'> => ({
  schedule: (n, seed) => ({ label: `seed ${seed + n}`, ...schedule(seed + n) }),
  count: SEEDS,
})

const interleaving = (seed: number): Omit<Schedule, 'label'> => {
  const random = randomFrom(seed)
  return {
    log: { seed, maxBatch: 1 + random.integer(3) },
    limits: {
      maxRecords: 1 + random.integer(5),
      maxChanges: 1 + random.integer(12),
      maxDriftMs: random.pick([1_000, 60_000, 3_600_000]),
    },
  }
}

const STORM: readonly (Fault | undefined)[] = ['crash-before', 'crash-during', 'crash-after', 'fence', undefined]

const storm = (seed: number): Omit<Schedule, 'label'> => ({
  ...interleaving(seed),
  fault: (commit) => {
    const random = randomFrom(seed * 1_000_003 + commit)
    return random.chance(30) ? random.pick(STORM) : undefined
  },
  stopAfter: (commit) => randomFrom(seed * 1_000_003 - commit - 1).chance(10),
})

/** Two attempts of every second step fail, the third commits without a word; the step after it goes well. */
const CRASH_CYCLE: readonly (Fault | undefined)[] = ['crash-before', 'crash-during', 'crash-after', undefined]

/** Every way in which a case is run; the name is that of `contracts verify --mode`. */
export const MODES = {
  whole: {
    about: 'in one run, in steps as large as they come',
    rules: [],
    ...once({ limits: { commitIntervalMs: NEVER_MS } }),
  },
  batches: { about: 'in batches of one record', rules: [], ...once({ log: { maxBatch: 1 } }) },
  steps: { about: 'in steps of one record', rules: [], ...once({ limits: ONE_RECORD }) },
  interleaved: {
    about: 'with its partitions interleaved in seeded orders',
    rules: ['E4'],
    interleaves: true,
    ...seeded(interleaving),
  },
  grown: {
    about: 'record by record, a bounded run after each',
    rules: ['E3', 'E5'],
    ...once({ growBy: 1 }),
  },
  stopped: {
    about: 'stopped after each commit in turn and resumed',
    rules: ['E3'],
    schedule: (n) => ({ label: `stop after commit ${n}`, limits: ONE_RECORD, stopAfter: (commit) => commit === n }),
    count: 'every commit',
  },
  'stopped-often': {
    about: 'by instances that make one commit each',
    rules: ['E3'],
    ...once({ limits: ONE_RECORD, stopAfter: () => true }),
  },
  'crashed-before': {
    about: 'crashed before each commit in turn',
    rules: ['E1', 'E3'],
    ...faultAtEveryCommit('crash-before'),
  },
  'crashed-during': {
    about: 'crashed during each commit in turn',
    rules: ['E1', 'E3'],
    ...faultAtEveryCommit('crash-during'),
  },
  'crashed-after': {
    about: 'crashed after each commit in turn',
    rules: ['E1', 'E3'],
    ...faultAtEveryCommit('crash-after'),
  },
  'crashed-often': {
    about: 'crashed at three of four commits',
    rules: ['E1', 'E3'],
    ...once({ limits: ONE_RECORD, fault: (commit) => CRASH_CYCLE[commit % CRASH_CYCLE.length] }),
  },
  fenced: { about: 'superseded at each commit in turn', rules: ['E2', 'E3'], ...faultAtEveryCommit('fence') },
  stormy: {
    about: 'interleaved, with steps cut, runs stopped, crashed and superseded at random',
    rules: ['E1', 'E2', 'E3', 'E4'],
    ...seeded(storm),
  },
} as const satisfies Record<string, Mode>

export type ModeName = keyof typeof MODES

export const MODE_NAMES = Object.keys(MODES) as readonly ModeName[]
