import { bundledCases, failureLines, type ModeName, verifyCase } from '@order-up/contracts/kit'
import { createSimpleEngine } from '@order-up/engine-simple'
import { describeWithKafka } from '@order-up/local/kit'
import { type CreateKafkaTestLog, type KafkaTestLog, kafkaTestLogs } from '@order-up/log/kit'

/** Modes of many commits take their time where other work shares the machine. */
const MINUTES = 300_000
const THOROUGH_CASE = 'customer-order-and-sessions'

/** Cases whose records, clocks or silences a broker might treat in a way of its own; the memory log runs all there are. */
const WHOLE_CASES = [
  'averages',
  'avro-bodies',
  'bytes-decide',
  THOROUGH_CASE,
  'flush-over-partitions',
  'foreign-writers',
  'idle-partition',
  'last-instants',
  'orphan-expiry',
  'windows-close',
]

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
  const ofCase = Object.entries(MODES).map(([mode, runs]) => [THOROUGH_CASE, mode as ModeName, runs] as const)
  const whole = WHOLE_CASES.map((name) => [name, 'whole', 1] as const)

  test.each([...whole, ...ofCase])(
    'E1 E2 E3 E4 case %s holds in mode %s',
    (name, mode, runs) => verify(name, mode, runs),
    MINUTES,
  )
})
