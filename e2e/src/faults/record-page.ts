import { type Sum, sumOf } from './record-file.ts'
import type { EngineName, RoundRecord } from './round.ts'

const seconds = (ms: number): string => (ms / 1_000).toFixed(1)

/** How often another took over, and how long it took from the end of one owner to the first commit of the next. */
const takeovers = (which: string, timesMs: readonly number[]): readonly string[] => {
  if (timesMs.length === 0) return []
  const mean = timesMs.reduce((sum, ms) => sum + ms, 0) / timesMs.length
  const worst = Math.max(...timesMs)
  return [`${`takeovers ${which}`.padEnd(30)}${timesMs.length}, mean ${seconds(mean)} s, worst ${seconds(worst)} s`]
}

/** What rounds come to, a line each. */
export const sumLines = ({
  rounds,
  failed,
  events,
  kills,
  zombies,
  sinkKills,
  troubles,
  standbyMs,
  aloneMs,
}: Sum): readonly string[] => [
  `rounds                        ${rounds}, ${failed} not as the contract has it`,
  `raw records                   ${events.toLocaleString('en')}`,
  `engines killed, put to sleep  ${kills}, ${zombies}`,
  `sinks killed                  ${sinkKills}`,
  `broker killed, or cut off     ${troubles}`,
  ...takeovers('with a standby', standbyMs),
  ...takeovers('without one', aloneMs),
]

const killsByPlace = (rounds: readonly RoundRecord[]): readonly string[] => {
  const places = [...new Set(rounds.flatMap(({ kills }) => Object.keys(kills)))].sort()
  const countOf = (place: string): number => rounds.reduce((sum, { kills }) => sum + (kills[place] ?? 0), 0)
  return places.map((place) => `${place.padEnd(28)}  ${countOf(place)}`)
}

const HEADS: Readonly<Record<EngineName, readonly string[]>> = {
  simple: [
    '# Engines and sinks that are killed',
    '',
    'Written by `npm run proof`, which goes on where this record ends (`kafka-faults.jsonl`, a round a line). In each round orders',
  ],
  dataflow: [
    '# Instances of the dataflow engine that come, go and are killed',
    '',
    'Written by `npm run proof -- --engine dataflow`, which goes on where this record ends (`kafka-faults-dataflow.jsonl`, a round a',
    'line). One to three instances share the tasks, each with local copies on disk that its successors find. In each round orders',
  ],
}

const FEET: Readonly<Record<EngineName, readonly string[]>> = {
  simple: [
    '',
    'From the end of an owner to the first commit of the next: with a standby the session has to pass first (10 s), without one the',
    'next process has to start and to restore. One broker, all on one machine.',
  ],
  dataflow: ['', 'One broker, all on one machine.'],
}

/** The page on which the record can be read. */
export const recordPage = (rounds: readonly RoundRecord[], engine: EngineName = 'simple'): string =>
  `${[
    ...HEADS[engine],
    'come in while engines and the sink, processes of their own, are killed or put to sleep, the broker is killed, and connections',
    'to it are cut; then every output partition is held against the batch reference, byte by byte, what a reader saw meanwhile',
    'against the partition, and PostgreSQL against both.',
    '',
    '```',
    ...sumLines(sumOf(rounds)),
    '```',
    '',
    'Where the engines were killed (`killed`: at a random moment):',
    '',
    '```',
    ...killsByPlace(rounds),
    '```',
    ...FEET[engine],
  ].join('\n')}\n`
