import { randomFrom } from '../random.ts'
import { expectedTables } from './expected-tables.ts'
import { memoryTopics } from './memory-topics.ts'
import type { SinkBench } from './sink-bench.ts'
import { curatedOrder, sinkEntries } from './sink-entries.ts'
import { type Entry, layOut, PARTITIONS, shuffled } from './topic-contents.ts'

const SEEDS = [11, 12]
const LOADERS = 4
const ORDERS = 400

/** Many orders, each with a few states, beside everything else. */
const manyEntries = (seed: number): readonly Entry[] => [
  ...sinkEntries(seed),
  ...Array.from({ length: ORDERS * 3 }, (_, at): Entry<'curated'> => {
    const partition = at % PARTITIONS
    return {
      output: 'curated',
      partition,
      timestampMs: 1_800_000_000_000 + at,
      record: curatedOrder(
        `many-${partition}-${Math.floor(at / PARTITIONS) % (ORDERS / PARTITIONS)}`,
        partition,
        100 + at,
      ),
    }
  }),
]

export const describeMeetingLoaders = (bench: SinkBench): void => {
  test.each(SEEDS)(
    'loaders of several groups that meet on the same keys never wait in a circle (seed %i)',
    async (seed) => {
      const entries = manyEntries(seed)
      const random = randomFrom(seed)
      const database = await bench.create()
      const logs = Array.from({ length: LOADERS }, () =>
        memoryTopics(layOut(shuffled(entries, random), random), { seed }),
      )

      await Promise.all(logs.map((log, at) => bench.run(database, log, { group: `group ${at}`, maxRecords: 300 })))

      expect(await bench.tables(database)).toEqual(expectedTables(entries))
      expect(database.deadlocks).toBe(0)
    },
  )
}
