import { OUTPUT_NAMES, type OutputName } from '../../src/topics.ts'
import { randomFrom } from '../random.ts'
import { expectedTables } from './expected-tables.ts'
import { memoryTopics } from './memory-topics.ts'
import type { SinkBench } from './sink-bench.ts'
import { curatedOrder, sinkEntries } from './sink-entries.ts'
import { type Entry, layOut } from './topic-contents.ts'

/** The same record, but for a field that is no part of its identity and version. */
const ALTERED: { readonly [Name in OutputName]: (record: Entry<Name>['record']) => Entry<Name>['record'] } = {
  curated: (record) => ({ ...record, amount: record.amount + 1 }),
  customers: (record) => ({ ...record, total_amount: record.total_amount + 1 }),
  metrics: (record) => ({ ...record, max_order_value: record.max_order_value + 1 }),
  late: (record) => ({ ...record, late_for: [] }),
  dlq: (record) => ({ ...record, original_value: Buffer.from('other') }),
}

const altered = <Name extends OutputName>(entry: Entry<Name>): Entry<Name> => ({
  ...entry,
  record: ALTERED[entry.output](entry.record),
})

/** The last record of an output, which nothing supersedes. */
const lastOf = (entries: readonly Entry[], output: OutputName): Entry =>
  entries.filter((entry) => entry.output === output).at(-1)!

const curated = (partition: number, offset: number): Entry<'curated'> => ({
  output: 'curated',
  partition,
  timestampMs: 1_800_000_000_000 + offset,
  record: curatedOrder('twin', partition, offset),
})

const TWINS = [curated(0, 5), curated(2, 1), curated(0, 8), curated(2, 3), curated(1, 2)]

export const describeConflicts = (bench: SinkBench): void => {
  describe.each([
    ['one load', 1_000],
    ['loads of one record', 1],
  ])('in %s', (_, maxRecords) => {
    test.each(OUTPUT_NAMES)(
      'a record of %s that says other than the row of its version is reported',
      async (output) => {
        const original = lastOf(sinkEntries(7), output)
        const other = altered(original)
        const database = await bench.create()
        const topics = layOut([original, other, other, original], randomFrom(7))

        const { tables, conflicts } = await bench.run(database, memoryTopics(topics), { maxRecords })

        const found = await bench.tables(database)
        expect({ rows: found.rows, records: found.conflicts.map(({ record }) => record) }).toEqual({
          rows: expectedTables([original]).rows,
          records: [other.record],
        })
        expect({ outcomes: tables[output], conflicts }).toMatchObject({
          outcomes: { records: 4, inserted: 1, updated: 0, stale: 1, refused: 2 },
          conflicts: [1, 2].map(() => ({ output, kind: 'different_content', partition: original.partition })),
        })
      },
    )

    test.each([
      ['the lowest partition first', TWINS],
      ['the lowest partition last', [...TWINS].reverse()],
    ])('an order_id on several partitions is not merged, but reported (%s)', async (_, entries) => {
      const database = await bench.create()

      const { conflicts } = await bench.run(database, memoryTopics(layOut(entries, randomFrom(8))), { maxRecords })

      expect(await bench.tables(database)).toEqual(expectedTables(TWINS))
      expect(new Set(conflicts.map(({ key, kind, partition }) => `${key} ${kind} ${partition}`))).toEqual(
        new Set(['twin second_partition 1', 'twin second_partition 2']),
      )
    })
  })
}
