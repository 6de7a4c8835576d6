import { bundledCases, failureLines, type ModeName, verifyCase } from '@order-up/contracts/kit'
import { createSimpleEngine } from '@order-up/engine-simple'
import { describeWithKafka } from '@order-up/local/kit'
import { type CreateKafkaTestLog, type KafkaTestLog, kafkaTestLogs } from '@order-up/log/kit'

/** Modes of many commits take their time where other work shares the machine. */
const MINUTES = 300_000
const THOROUGH_CASE = 'customer-order-and-sessions'

/** Runs of each mode for that case: a run takes seconds on a real broker. The memory log makes every run of every case. */
const RUNS: Readonly<Record<Exclude<ModeName, 'whole'>, number>> = {
  batches: 1,
  steps: 1,
  interleaved: 1,
  grown: 1,
  stopped: 3,
  'stopped-often': 1,
  'crashed-before': 3,
  'crashed-during': 3,
  'crashed-after': 3,
  'crashed-often': 1,
  fenced: 3,
  stormy: 3,
}

await describeWithKafka('simple engine on Kafka', (services) => {
  let create: CreateKafkaTestLog
  let opened: KafkaTestLog[] = []
  beforeAll(async () => {
    create = await kafkaTestLogs(services)
  })
  afterEach(async () => {
    for (const log of opened) await log.close()
    opened = []
  })

  const verify = async (name: string, mode: ModeName, maxRuns: number): Promise<void> => {
    const given = bundledCases().find((each) => each.name === name)
    const createLog: CreateKafkaTestLog = (options) => {
      const log = create(options)
      opened.push(log)
      return log
    }
    const { failure } = await verifyCase({
      case: given as NonNullable<typeof given>,
      mode,
      maxRuns,
      seed: 1,
      create: createSimpleEngine,
      createLog,
    })
    if (failure !== undefined) throw new Error(failureLines(failure).join('\n'))
  }
  const ofCase = Object.entries(RUNS).map(([mode, runs]) => [THOROUGH_CASE, mode as ModeName, runs] as const)
  const whole = bundledCases().map(({ name }) => [name, 'whole', 1] as const)

  test.each([...whole, ...ofCase])(
    'E1 E2 E3 E4 case %s holds in mode %s',
    (name, mode, runs) => verify(name, mode, runs),
    MINUTES,
  )
})
