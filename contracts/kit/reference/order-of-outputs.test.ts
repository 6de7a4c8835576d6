import { partitionOf } from '../../src/murmur2.ts'
import { created, eventLog, heartbeat, type LogEvent, shipped } from './event-log.ts'
import { runReference } from './reference.ts'

const MONTH = 2_592_000_000

const lettersOf = (events: readonly LogEvent[]) =>
  runReference(eventLog(events))
    .outputs.dlq.flat()
    .map(({ value }) => [value.decided_offset, value.source_offset])

test('E4 the orphans of a record come before its own letter, by newest event, order_id bytes and offset', () => {
  const held = [
    shipped(1, { order_id: 'b' }),
    shipped(0, { order_id: 'c' }),
    shipped(0, { order_id: 'a' }),
    shipped(0, { order_id: 'B' }),
    shipped(0, { order_id: 'b' }),
  ]
  const known = created(MONTH)
  const again = created(MONTH + 2)

  expect(lettersOf([...held, known, again])).toEqual([
    [6, 3],
    [6, 2],
    [6, 1],
    [6, 0],
    [6, 4],
    [6, 6],
  ])
})

test('E4 letters come in the order in which they were decided', () => {
  const refused = created(MONTH)

  expect(lettersOf([created(MONTH), shipped(0, { order_id: 'p' }), refused, heartbeat(MONTH + 1), refused])).toEqual([
    [2, 2],
    [3, 1],
    [4, 4],
  ])
})

test('customers and metrics lie by murmur2 of their key, the others beside their raw record', () => {
  const partitions = 3
  const events = ['a', 'b', 'c', 'd'].map((order_id, at) =>
    created(0, { customer_id: order_id }, { order_id, partition: at % partitions }),
  )

  const { outputs } = runReference(eventLog([...events, { ...created(-1), partition: 2 }], { partitions, flush: true }))

  const keyed = [...outputs.customers.flat(), ...outputs.metrics.flat()]
  expect(keyed.map(({ partition }) => partition)).toEqual(
    keyed.map(({ key }) => partitionOf(Buffer.from(key), partitions)),
  )
  expect([outputs.curated, outputs.dlq].map((output) => output.map((rows) => rows.map(({ key }) => key)))).toEqual([
    [['a', 'd'], ['b'], ['c']],
    [[], [], ['2:1']],
  ])
})
