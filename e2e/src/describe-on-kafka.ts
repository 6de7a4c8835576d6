import {
  bundledCases,
  type Candidate,
  failureLines,
  type GoldenCase,
  type ModeName,
  verifyCase,
} from '@order-up/contracts/kit'
import { describeWithKafka } from '@order-up/local/kit'
import { type CreateKafkaTestLog, type KafkaTestLog, kafkaTestLogs } from '@order-up/log/kit'

/** Modes of many commits take their time where other work shares the machine. */
const MINUTES = 300_000
/** A broker that others use too may take its time to hand over eight tasks. */
const MANY_TURNS = 50_000_000
const THOROUGH_CASE = 'customer-order-and-sessions'

/** An engine that shows itself on Kafka. */
export interface OnKafka extends Omit<Candidate, 'createLog'> {
  readonly name: string
  /** Cases that are run whole; all of them where none are named. */
  readonly cases?: readonly string[]
  /** In which ways one case is run, once each: it takes seconds on a real broker. The memory log makes every run of all. */
  readonly modes: readonly ModeName[]
}

/** One run of a case in a mode, on topics of its own. */
const verify = async (
  engine: Omit<Candidate, 'createLog'>,
  create: CreateKafkaTestLog,
  { given, mode }: { readonly given: GoldenCase; readonly mode: ModeName },
): Promise<void> => {
  const opened: KafkaTestLog[] = []
  const createLog: CreateKafkaTestLog = (options) => {
    const log = create(options)
    opened.push(log)
    return log
  }
  try {
    const trial = { ...engine, case: given, createLog }
    const { failure } = await verifyCase({ ...trial, maxIdleTurns: MANY_TURNS, mode, maxRuns: 1, seed: 1 })
    if (failure !== undefined) throw new Error(failureLines(failure).join('\n'))
  } finally {
    for (const log of opened) await log.close()
  }
}

/** Golden cases on a real broker, whole; and one of them in other modes. */
export const describeOnKafka = ({ name: engineName, cases, modes, ...engine }: OnKafka): Promise<void> =>
  describeWithKafka(`${engineName} engine on Kafka`, (services) => {
    let creating: Promise<CreateKafkaTestLog> | undefined
    const prepared = (): Promise<CreateKafkaTestLog> => {
      creating ??= kafkaTestLogs(services)
      return creating
    }
    const chosen = bundledCases().filter(({ name }) => cases === undefined || cases.includes(name))
    const whole = chosen.map((given) => [given.name, 'whole' as ModeName, given] as const)
    const thorough = bundledCases().filter(({ name }) => name === THOROUGH_CASE)
    const inAllModes = thorough.flatMap((given) => modes.map((mode) => [given.name, mode, given] as const))

    // Each waits for the broker most of its time, so several share it.
    test.concurrent.each([...whole, ...inAllModes])(
      'E1 E2 E3 E4 case %s holds in mode %s',
      async (_, mode, given) => verify(engine, await prepared(), { given, mode }),
      MINUTES,
    )
  })
