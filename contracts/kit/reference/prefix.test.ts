import fc from 'fast-check'
import { OUTPUT_NAMES } from '../../src/topics.ts'
import { cancelled, created, eventLog, heartbeat, item, type LogEvent, shipped } from './event-log.ts'
import type { ReferenceOutputs } from './order-of-outputs.ts'
import { type ReferenceInput, referenceOutputs, runReference } from './reference.ts'

const PARTITIONS = 3
const MINUTE = 60_000

const items = [item(1, 'Books', 400), item(2, 'Home', 300)]
const plainEvents: readonly LogEvent[] = [
  created(0),
  created(0, { customer_id: 'CUST-EU-2', currency: 'EUR', amount: 1_000, items_count: 3, items }),
  shipped(0),
  cancelled(0),
  heartbeat(0),
]

const anyEvent: fc.Arbitrary<LogEvent> = fc
  .record({
    plain: fc.constantFrom(...plainEvents),
    event_ts: fc.oneof(
      fc.integer({ min: 0, max: 20 * MINUTE }),
      fc.integer({ min: 0, max: 120 }).map((steps) => steps * MINUTE),
      fc.integer({ min: 2_592_000_000, max: 2_592_000_000 + 20 * MINUTE }),
    ),
    order_id: fc.integer({ min: 0, max: 20 }).map((n) => `o${n}`),
    partition: fc.integer({ min: 0, max: PARTITIONS - 1 }),
  })
  .map(({ plain, ...fields }) => ({ ...plain, ...fields }))

const anyLog = fc
  .array(anyEvent, { minLength: 1, maxLength: 80 })
  .map((events) => eventLog(events, { partitions: PARTITIONS }))

const cutTo = (log: ReferenceInput, lengths: readonly number[]): ReferenceInput => ({
  ...log,
  records: log.records.map((records, partition) => records.slice(0, lengths[partition])),
})

/** `whole`, each sequence cut to the length that it has in `part`. */
const startOf = (whole: ReferenceOutputs, part: ReferenceOutputs) =>
  Object.fromEntries(
    OUTPUT_NAMES.map((output) => [
      output,
      whole[output].map((sequence, partition) => sequence.slice(0, part[output][partition]?.length)),
    ]),
  )

test('E4 what any part of the log has decided is the start of what the whole log decides', () => {
  const anyCut = fc.array(fc.integer({ min: 0, max: 40 }), { minLength: PARTITIONS, maxLength: PARTITIONS })
  fc.assert(
    fc.property(anyLog, anyCut, (log, lengths) => {
      const part = referenceOutputs(cutTo(log, lengths))

      expect(part).toEqual(startOf(referenceOutputs(log), part))
    }),
    { numRuns: 500 },
  )
})

test('E5 a flush adds to what the log has decided, and changes nothing of it', () => {
  fc.assert(
    fc.property(anyLog, (log) => {
      const { outputs: open, conservation } = runReference(log)
      const flushed = runReference({ ...log, flush: true })

      expect(open).toEqual(startOf(flushed.outputs, open))
      expect(flushed.conservation).toEqual(conservation)
      expect([flushed.outputs.curated, flushed.outputs.late, flushed.outputs.dlq]).toEqual([
        open.curated,
        open.late,
        open.dlq,
      ])
    }),
    { numRuns: 200 },
  )
})
