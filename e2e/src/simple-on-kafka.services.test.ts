import { bundledCases, failureLines, type GoldenCase, type ModeName, verifyCase } from '@order-up/contracts/kit'
import { createSimpleEngine } from '@order-up/engine-simple'
import { describeWithKafka } from '@order-up/local/kit'
import { type CreateKafkaTestLog, type KafkaTestLog, kafkaTestLogs } from '@order-up/log/kit'

/** Modes of many commits take their time where other work shares the machine. */
const MINUTES = 300_000
const THOROUGH_CASE = 'customer-order-and-sessions'

/** Every mode but 'whole', with one run each: it takes seconds on a real broker. The memory log makes every run of every case. */
const MODES: Readonly<Record<Exclude<ModeName, 'whole'>, 1>> = {
  batches: 1,
  steps: 1,
  interleaved: 1,
  grown: 1,
  stopped: 1,
  'stopped-often': 1,
  'crashed-before': 1,
  'crashed-during': 1,
  'crashed-after': 1,
  'crashed-often': 1,
  fenced: 1,
  stormy: 1,
}

/** One run of a case in a mode, on topics of its own. */
const verify = async (create: CreateKafkaTestLog, given: GoldenCase, mode: ModeName): Promise<void> => {
  const opened: KafkaTestLog[] = []
  const createLog: CreateKafkaTestLog = (options) => {
    const log = create(options)
    opened.push(log)
    return log
  }
  try {
    const trial = { case: given, create: createSimpleEngine, createLog }
    const { failure } = await verifyCase({ ...trial, mode, maxRuns: 1, seed: 1 })
    if (failure !== undefined) throw new Error(failureLines(failure).join('\n'))
  } finally {
    for (const log of opened) await log.close()
  }
}

await describeWithKafka('simple engine on Kafka', (services) => {
  let creating: Promise<CreateKafkaTestLog> | undefined
  const prepared = (): Promise<CreateKafkaTestLog> => {
    creating ??= kafkaTestLogs(services)
    return creating
  }
  const whole = bundledCases().map((given) => [given.name, 'whole' as ModeName, given] as const)
  const thorough = bundledCases().filter(({ name }) => name === THOROUGH_CASE)
  const inAllModes = thorough.flatMap((given) =>
    Object.keys(MODES).map((mode) => [given.name, mode as ModeName, given] as const),
  )

  // Each waits for the broker most of its time, so several share it.
  test.concurrent.each([...whole, ...inAllModes])(
    'E1 E2 E3 E4 case %s holds in mode %s',
    async (_, mode, given) => verify(await prepared(), given, mode),
    MINUTES,
  )
})
