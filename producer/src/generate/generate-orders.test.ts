import { createHash } from 'node:crypto'
import type { RawAppend } from '@order-up/contracts'
import { generateOrders } from './generate-orders.ts'
import type { GeneratorInput } from './generator-options.ts'
import { heartbeat } from './heartbeats.ts'

const TOPIC = { partitions: 4, schemaId: 1 }

const digest = (records: Iterable<RawAppend>): string => {
  const hash = createHash('sha256')
  const hex = (bytes: Buffer | null): string => bytes?.toString('hex') ?? 'null'
  for (const { key, value, timestampMs, partition } of records)
    hash.update(`${timestampMs} ${partition ?? '-'} ${hex(key)} ${hex(value)}\n`)
  return hash.digest('hex')
}

function* first(count: number, records: Iterable<RawAppend>): Generator<RawAppend> {
  let left = count
  for (const record of records) {
    yield record
    left -= 1
    if (left === 0) return
  }
}

test.each([
  [1, 'ebcc0846011eeb5419648389fff867999e6a42efc24c34d67df6dad3c6cd8562'],
  [20_251_121, 'ef23a3008b844d2a661e2894d335e547969f0ed27cb8a4cda46d197d5a70625f'],
])('the first 20,000 records of seed %i are these bytes, on every version of Node', (seed, expected) => {
  expect(digest(first(20_000, generateOrders({ ...TOPIC, seed })))).toBe(expected)
})

test('a log that is read twice is the same log', () => {
  const records = generateOrders({ ...TOPIC, count: 50 })

  expect(digest(records)).toBe(digest(records))
})

test('an option that is undefined is as good as none', () => {
  const input = { ...TOPIC, count: 20, seed: undefined } as unknown as GeneratorInput

  expect(digest(generateOrders(input))).toBe(digest(generateOrders({ ...TOPIC, count: 20 })))
})

test('T4 a log begins with a heartbeat for every partition, so that time stands somewhere', () => {
  const beats = [...first(3, generateOrders({ partitions: 3, schemaId: 1, startMs: 9_000_000_000 }))]

  expect(beats).toEqual(
    [0, 1, 2].map((partition) =>
      heartbeat({ partition, eventMs: 9_000_000_000, timestampMs: 9_000_000_000, schemaId: 1 }),
    ),
  )
})

test('records come in order of arrival', () => {
  const times = [...generateOrders({ ...TOPIC, count: 500, disorder: 0.5, bursts: 0.5 })].map(
    (each) => each.timestampMs,
  )

  expect(times).toEqual([...times].sort((a, b) => a - b))
})

test.each([
  ['late', 1.1, 'option has no valid value: late must be a number from 0 to 1, not 1.1'],
  ['bursts', 0.91, 'option has no valid value: bursts must be a number from 0 to 0.9, not 0.91'],
  ['count', 1.5, 'option has no valid value: count must be an integer from 0 to 9007199254740991, not 1.5'],
  [
    'ratePerSecond',
    Number.NaN,
    'option has no valid value: ratePerSecond must be a number from 0.0001 to 100000, not NaN',
  ],
  ['partitions', 0, 'option has no valid value: partitions must be an integer from 1 to 100000, not 0'],
])('OU1002 names %s where it is %d', (name, value, message) => {
  expect(() => generateOrders({ ...TOPIC, [name]: value })).toThrow(
    expect.objectContaining({ code: 'OU1002', message }),
  )
})
