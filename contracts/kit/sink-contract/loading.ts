import { OUTPUT_NAMES } from '../../src/topics.ts'
import { randomFrom } from '../random.ts'
import { expectedTables } from './expected-tables.ts'
import { memoryTopics } from './memory-topics.ts'
import type { KitSinkSummary, SinkBench } from './sink-bench.ts'
import { sinkEntries } from './sink-entries.ts'
import { layOut, shuffled } from './topic-contents.ts'

const SEEDS = [1, 2, 3]

/** Records that a run read, and the sum of what it says became of them. */
const account = ({ tables }: KitSinkSummary) => {
  const sums = OUTPUT_NAMES.map((output) => tables[output])
  return {
    records: sums.reduce((sum, table) => sum + table.records, 0),
    outcomes: sums.reduce(
      (sum, { inserted, updated, stale, refused, unconfirmed }) =>
        sum + inserted + updated + stale + refused + unconfirmed,
      0,
    ),
  }
}

export const describeLoading = (bench: SinkBench): void => {
  test.each(SEEDS.flatMap((seed) => [1, 7, 1_000].map((maxRecords) => [seed, maxRecords] as const)))(
    'the tables are a fold of the topics (seed %i, loads of at most %i records)',
    async (seed, maxRecords) => {
      const entries = sinkEntries(seed)
      const database = await bench.create()

      const summary = await bench.run(database, memoryTopics(layOut(entries, randomFrom(seed)), { seed }), {
        maxRecords,
      })

      expect(await bench.tables(database)).toEqual(expectedTables(entries))
      expect(account(summary)).toEqual({ records: entries.length, outcomes: entries.length })
    },
  )

  test.each(SEEDS)('every record three times in any order leaves the same tables (seed %i)', async (seed) => {
    const entries = sinkEntries(seed)
    const random = randomFrom(seed)
    const database = await bench.create()
    const topics = layOut(shuffled([...entries, ...entries, ...entries], random), random)

    const summary = await bench.run(database, memoryTopics(topics, { seed }), { maxRecords: 1 + random.integer(60) })

    expect(await bench.tables(database)).toEqual(expectedTables(entries))
    expect(account(summary)).toEqual({ records: entries.length * 3, outcomes: entries.length * 3 })
  })

  test.each(SEEDS)('the topics from their ends to their beginnings leave the same tables (seed %i)', async (seed) => {
    const entries = sinkEntries(seed)
    const database = await bench.create()
    const topics = layOut([...entries].reverse(), randomFrom(seed))

    await bench.run(database, memoryTopics(topics, { seed }), { maxRecords: 5 })

    expect(await bench.tables(database)).toEqual(expectedTables(entries))
  })

  test('a run goes on where the one before has ended', async () => {
    const entries = sinkEntries(4)
    const topics = layOut(entries, randomFrom(4))
    const database = await bench.create()
    await bench.run(database, memoryTopics(topics))

    const again = await bench.run(database, memoryTopics(topics))

    expect(await bench.tables(database)).toEqual(expectedTables(entries))
    expect(account(again)).toEqual({ records: 0, outcomes: 0 })
  })
}
