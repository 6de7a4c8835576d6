import { OrderUpError } from '../../src/errors.ts'
import type { Position } from '../../src/log-port.ts'
import { outputCodecs } from '../../src/output-codecs.ts'
import type { Sink } from '../../src/sink-port.ts'
import { OUTPUT_NAMES, OUTPUT_TOPICS } from '../../src/topics.ts'
import { randomFrom } from '../random.ts'
import { CrashError } from '../test-log.ts'
import { expectedTables } from './expected-tables.ts'
import { faultySink, type SinkFault } from './faulty-sink.ts'
import { memoryTopics } from './memory-topics.ts'
import type { SinkBench, TestDatabase } from './sink-bench.ts'
import { sinkEntries } from './sink-entries.ts'
import { type Entry, layOut, PARTITIONS } from './topic-contents.ts'

const SEED = 5
const ENTRIES = sinkEntries(SEED)
const TOPICS = layOut(ENTRIES, randomFrom(SEED))
/** Small enough for several loads a topic. */
const MAX_RECORDS = 25

const EXPECTED = expectedTables(ENTRIES)

const FAULTS: readonly SinkFault[] = ['crash-before', 'crash-after']

/** The entries that lie before these positions. */
const entriesBefore = (positions: readonly Position[]): readonly Entry[] =>
  OUTPUT_NAMES.flatMap((output) =>
    positions
      .filter(({ topic }) => topic === OUTPUT_TOPICS[output])
      .flatMap(({ partition, offset: end }) =>
        TOPICS[output]
          [partition]!.records.filter(({ offset }) => offset < end)
          .map(
            ({ timestampMs, value }): Entry => ({
              output,
              partition,
              timestampMs,
              record: outputCodecs[output].decode(value!),
            }),
          ),
      ),
  )

/** True where a run came to its end, false where its process died or lost its database. */
const survived = (run: Promise<unknown>): Promise<boolean> =>
  run.then(
    () => true,
    (failure: unknown) => {
      if (failure instanceof CrashError || (failure instanceof OrderUpError && failure.code === 'OU1201')) return false
      throw failure
    },
  )

export const describeCrashingLoader = (bench: SinkBench): void => {
  const run = (database: TestDatabase, sink?: Promise<Sink>) =>
    survived(
      bench.run(database, memoryTopics(TOPICS, { seed: SEED }), { maxRecords: MAX_RECORDS, ...(sink && { sink }) }),
    )

  /** What is in the tables, and what ought to be there by the positions. */
  const state = async (database: TestDatabase) => {
    const sink = await bench.open(database)
    const positions = await sink.claim({ group: 'kit', logId: 'kit', partitions: PARTITIONS })
    return { found: await bench.tables(database), expected: expectedTables(entriesBefore(positions)) }
  }

  test.each(FAULTS)('E3 a loader that dies at any one load (%s) and is followed by another', async (fault) => {
    const found: unknown[] = []
    for (let at = 0; ; at += 1) {
      const database = await bench.create()
      const dying = faultySink(await bench.open(database), (load) => (load === at ? fault : undefined))
      if (await run(database, Promise.resolve(dying))) break
      await run(database)
      found.push(await bench.tables(database))
    }

    expect(found.length).toBeGreaterThan(5)
    expect(found).toEqual(found.map(() => EXPECTED))
  })

  test('E3 loaders that die at every second load, before or after it, still come to the end', async () => {
    const database = await bench.create()
    const random = randomFrom(SEED)
    const die = (load: number) => (load === 1 ? random.pick(FAULTS) : undefined)

    let lives = 1
    while (!(await run(database, Promise.resolve(faultySink(await bench.open(database), die))))) lives += 1

    expect(await bench.tables(database)).toEqual(EXPECTED)
    expect(lives).toBeGreaterThan(3)
  })

  test.each(['before', 'after'] as const)(
    'E1 a connection that breaks %s any one request leaves rows and positions that belong together',
    async (cut) => {
      let requests = 0
      for (; ; requests += 1) {
        const database = await bench.create()
        if (await run(database, database.openFragile(requests, cut))) break
        const { found, expected } = await state(database)
        expect(found).toEqual(expected)
      }

      expect(requests).toBeGreaterThan(5)
    },
  )
}
