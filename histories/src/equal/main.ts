import { resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { DEFAULT_PARTITIONS, RAW_TOPIC, type RawAppend } from '@order-up/contracts'
import { differenceText } from '@order-up/contracts/kit'
import { generateOrders, readRawLines } from '@order-up/producer'
import { ENGINES } from '../engines.ts'
import { compareEngines, type Digests } from './compare-engines.ts'
import type { Source } from './run-over.ts'

/**
 * `npm run equal -- [--file PATH] [--events N] [--seed S] [--partitions P]`: runs the simple and the dataflow engine over
 * the same raw log, a file of JSON lines or N generated events with all their faults, and compares every output partition
 * by bytes; exit 1 where they differ. It stands beside the histories because it is one: only that the log is given rather
 * than drawn, that the other engine says what is right, and that it may be of any length.
 */

const { values } = parseArgs({
  options: {
    file: { type: 'string' },
    events: { type: 'string', default: '100000' },
    seed: { type: 'string', default: '1' },
    partitions: { type: 'string', default: String(DEFAULT_PARTITIONS) },
  },
})

const MOST_SHOWN = 5

function* first(records: Iterable<RawAppend>, count: number): Generator<RawAppend> {
  let taken = 0
  for (const record of records) {
    if (taken === count) return
    taken += 1
    yield record
  }
}

const generated: Source = ({ partitions, schemaId }) =>
  first(generateOrders({ partitions, schemaId, seed: Number(values.seed) }), Number(values.events))

/** npm runs the script in its workspace; a file is meant from where npm was called. */
const fromFile =
  (file: string): Source =>
  (log) =>
    readRawLines(resolve(process.env.INIT_CWD ?? '.', file), log)

const tableLines = (digests: Digests): readonly string[] =>
  Object.entries(digests).flatMap(([topic, partitions]) =>
    partitions.map((digest, at) =>
      [`${topic}/${at}`.padEnd(26), digest.records.toLocaleString('en').padStart(11), digest.whole()].join('  '),
    ),
  )

const total = (digests: Digests, isCounted: (topic: string) => boolean): string =>
  Object.entries(digests)
    .filter(([topic]) => isCounted(topic))
    .flatMap(([, partitions]) => partitions)
    .reduce((sum, { records }) => sum + records, 0)
    .toLocaleString('en')

const { digests, differences } = await compareEngines({
  control: ENGINES.simple.create,
  candidate: ENGINES.dataflow.create,
  source: values.file === undefined ? generated : fromFile(values.file),
  partitions: Number(values.partitions),
})
const lines = [
  ...tableLines(digests),
  ...differences.slice(0, MOST_SHOWN).map(differenceText),
  `${total(digests, (topic) => topic === RAW_TOPIC)} raw records, ${total(digests, (topic) => topic !== RAW_TOPIC)} output records: ` +
    (differences.length === 0 ? 'simple and dataflow wrote the same' : 'dataflow differs from simple, as above'),
  `peak memory ${Math.round(process.resourceUsage().maxRSS / 1_024)} MiB`,
]
process.stdout.write(`${lines.join('\n')}\n`)
process.exitCode = differences.length === 0 ? 0 : 1
