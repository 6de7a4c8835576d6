import { OrderUpError } from '@order-up/contracts'

/** Dead letter codes that take a whole life or a month to provoke; each is provoked once, where asked for. */
export const RARE_CODES = ['TOO_MANY_EVENTS', 'ORPHAN_ORDER'] as const
export type RareCode = (typeof RARE_CODES)[number]

/** What a generated log is made of. The log is a pure function of these. */
export interface GeneratorOptions {
  /** Partitions of the raw topic, to know which of them are idle. */
  readonly partitions: number
  /** Id with which OrderEvent values are framed. */
  readonly schemaId: number
  /** Another seed is another shop: other orders, other customers. A safe integer; default 1. */
  readonly seed: number
  /** Orders to be placed; 0 (the default) goes on for ever. */
  readonly count: number
  /** When the shop opens: record timestamp of the first record, epoch ms; default 2025-01-13T15:30:00Z. */
  readonly startMs: number
  /** Orders placed in a second of event time, on average, up to 100,000; default 0.25. */
  readonly ratePerSecond: number
  /** Share of records that are sent twice, the same bytes; default 0.02. */
  readonly duplicates: number
  /** Share of orders that arrive too late for one or more windows; default 0.02. */
  readonly late: number
  /** Records that an engine refuses for what they say, as a share of the sound ones; default 0.02. */
  readonly malformed: number
  /** Share of records that are overtaken by younger ones, but are not late; default 0.05. */
  readonly disorder: number
  /** Share of orders placed in bursts, at twenty times the rate; up to 0.9, default 0.1. */
  readonly bursts: number
  /** Codes to be provoked once, by the first orders; default none. */
  readonly rare: readonly RareCode[]
  /**
   * After the last order, lead every life to its end and beat until all windows have closed (the default). False ends
   * when the last order has arrived, as a live producer must, whose timestamps may not run ahead of the clock.
   */
  readonly finish: boolean
}

/** Options as a caller gives them: what the raw topic is like, and whatever is not to be the default. */
export type GeneratorInput = Pick<GeneratorOptions, 'partitions' | 'schemaId'> & Partial<GeneratorOptions>

const DEFAULTS: Omit<GeneratorOptions, 'partitions' | 'schemaId'> = {
  seed: 1,
  count: 0,
  startMs: 1_736_782_200_000,
  ratePerSecond: 0.25,
  duplicates: 0.02,
  late: 0.02,
  malformed: 0.02,
  disorder: 0.05,
  bursts: 0.1,
  rare: [],
  finish: true,
}

type Ranges = Partial<Record<keyof GeneratorOptions, readonly [least: number, most: number]>>

const INTEGERS = {
  partitions: [1, 100_000],
  schemaId: [1, 2_147_483_647],
  seed: [Number.MIN_SAFE_INTEGER, Number.MAX_SAFE_INTEGER],
  count: [0, Number.MAX_SAFE_INTEGER],
  // What is too old lies up to 60 days before the start.
  startMs: [100 * 86_400_000, 200_000_000_000_000],
} as const satisfies Ranges

const FRACTIONS = {
  ratePerSecond: [0.0001, 100_000],
  duplicates: [0, 1],
  late: [0, 1],
  malformed: [0, 1],
  disorder: [0, 1],
  bursts: [0, 0.9],
} as const satisfies Ranges

const RANGES = { ...INTEGERS, ...FRACTIONS }

/** The options with every default filled in; throws OU1002 naming the one that is out of range. */
export const resolveGeneratorOptions = (input: GeneratorInput): GeneratorOptions => {
  const given = Object.entries(input).filter(([, value]) => value !== undefined)
  const options = { ...DEFAULTS, ...Object.fromEntries(given) } as GeneratorOptions
  for (const [name, [least, most]] of Object.entries(RANGES)) {
    const value = options[name as keyof typeof RANGES]
    if (value >= least && value <= most && (name in FRACTIONS || Number.isSafeInteger(value))) continue
    const kind = name in FRACTIONS ? 'a number' : 'an integer'
    throw new OrderUpError('OU1002', { detail: `${name} must be ${kind} from ${least} to ${most}, not ${value}` })
  }
  return options
}
