import { createRequire } from 'node:module'
import { gzipSync } from 'node:zlib'
import fc from 'fast-check'
import { readRecordBatches } from './record-batches.ts'

interface Written {
  readonly key: Buffer | null
  readonly value: Buffer | null
  /** Offset within the batch. */
  readonly delta: number
}
interface BatchParts {
  readonly baseOffset: number
  readonly records: readonly Written[]
  readonly lastDelta?: number
  readonly producerId?: number
  readonly attributes?: number
}

const TRANSACTIONAL = 0x10
const CONTROL = 0x20
const GZIP = 1
const START_MS = 1_736_782_200_000

const varint = (value: number): Buffer => {
  const bytes: number[] = []
  let rest = BigInt.asUintN(64, (BigInt(value) << 1n) ^ (BigInt(value) >> 63n))
  for (; rest > 127n; rest >>= 7n) bytes.push(Number(rest & 127n) | 128)
  return Buffer.from([...bytes, Number(rest)])
}
const sized = (bytes: Buffer | null): Buffer =>
  bytes === null ? varint(-1) : Buffer.concat([varint(bytes.length), bytes])

const recordBytes = ({ key, value, delta }: Written): Buffer =>
  sized(Buffer.concat([Buffer.from([0]), varint(delta), varint(delta), sized(key), sized(value), varint(0)]))

const batchBytes = ({ baseOffset, records, lastDelta, producerId = -1, attributes = 0 }: BatchParts): Buffer => {
  const plain = Buffer.concat(records.map(recordBytes))
  const body = (attributes & 7) === GZIP ? gzipSync(plain) : plain
  const head = Buffer.alloc(61)
  head.writeBigInt64BE(BigInt(baseOffset), 0)
  head.writeInt32BE(49 + body.length, 8)
  head.writeInt8(2, 16)
  head.writeInt16BE(attributes, 21)
  head.writeInt32BE(lastDelta ?? records.at(-1)?.delta ?? 0, 23)
  head.writeBigInt64BE(BigInt(START_MS), 27)
  head.writeBigInt64BE(BigInt(START_MS + 60_000), 35)
  head.writeBigInt64BE(BigInt(producerId), 43)
  head.writeInt32BE(records.length, 57)
  return Buffer.concat([head, body])
}

const text = (value: string, delta = 0): Written => ({ key: Buffer.from(value), value: Buffer.from(value), delta })
const marker = (baseOffset: number, producerId: number, kind: 'abort' | 'commit'): Buffer =>
  batchBytes({
    baseOffset,
    producerId,
    attributes: TRANSACTIONAL | CONTROL,
    records: [{ key: Buffer.from([0, 0, 0, kind === 'abort' ? 0 : 1]), value: Buffer.alloc(6), delta: 0 }],
  })
const written = (baseOffset: number, producerId: number, value: string): Buffer =>
  batchBytes({ baseOffset, producerId, attributes: TRANSACTIONAL, records: [text(value)] })

const valuesIn = (batches: readonly Buffer[], aborted: Parameters<typeof readRecordBatches>[1] = []) => {
  const read = readRecordBatches(Buffer.concat(batches), aborted)
  return [read?.records.map(({ value }) => `${value}`), read?.nextOffset]
}

test('records are read as they were written, null and empty bytes included', () => {
  const records = [
    { key: null, value: Buffer.from([0, 255]), delta: 0 },
    { key: Buffer.alloc(0), value: null, delta: 5 },
    { key: Buffer.from('k'), value: Buffer.alloc(300, 1), delta: 200 },
  ]

  const read = readRecordBatches(batchBytes({ baseOffset: 5_000_000_000, records }), [])

  expect(read).toEqual({
    records: records.map(({ key, value, delta }) => ({
      offset: 5_000_000_000 + delta,
      timestampMs: START_MS + delta,
      key,
      value,
    })),
    nextOffset: 5_000_000_201,
  })
})

test('a batch in gzip is read like any other, and one in another codec is OU1309 with its name', () => {
  const folded = batchBytes({ baseOffset: 0, records: [text('a'), text('b', 1)], attributes: GZIP })
  const zstd = batchBytes({ baseOffset: 2, records: [text('c')], attributes: 4 })

  expect(valuesIn([folded])).toEqual([['a', 'b'], 2])
  expect(() => valuesIn([folded, zstd])).toThrow('zstd')
})

test('records of a topic that stamps them itself have the time of their batch', () => {
  const read = readRecordBatches(batchBytes({ baseOffset: 0, records: [text('a')], attributes: 0x08 }), [])

  expect(read?.records[0]?.timestampMs).toBe(START_MS + 60_000)
})

test('the next offset lies behind what compaction took away, and behind batches and markers without a record', () => {
  const thinned = batchBytes({ baseOffset: 0, records: [text('a', 3)], lastDelta: 99 })
  const emptied = batchBytes({ baseOffset: 100, records: [], lastDelta: 49 })

  expect([valuesIn([thinned]), valuesIn([emptied]), valuesIn([marker(7, 1, 'commit')])]).toEqual([
    [['a'], 100],
    [[], 150],
    [[], 8],
  ])
})

test('a batch that is cut off does not count, and bytes without a whole batch are nothing', () => {
  const whole = batchBytes({ baseOffset: 0, records: [text('a')] })
  const cut = batchBytes({ baseOffset: 1, records: [text('b')] }).subarray(0, -1)

  expect([valuesIn([whole, cut]), readRecordBatches(cut, []), readRecordBatches(Buffer.alloc(0), [])]).toEqual([
    [['a'], 1],
    undefined,
    undefined,
  ])
})

test('E1 records of an aborted transaction are left out up to its marker, those of the next one are not', () => {
  const batches = [written(0, 1, 'aborted'), marker(1, 1, 'abort'), written(2, 1, 'committed'), marker(3, 1, 'commit')]

  expect(valuesIn(batches, [{ producerId: 1, firstOffset: 0 }])).toEqual([['committed'], 4])
})

test('E1 aborted transactions may overlap, listed in any order, and a fetch may begin inside them', () => {
  const batches = [
    written(10, 1, 'aborted 1'),
    written(11, 2, 'aborted 2'),
    written(12, 3, 'committed 3'),
    written(13, 1, 'aborted 1'),
    marker(14, 2, 'abort'),
    written(15, 1, 'aborted 1'),
    marker(16, 1, 'abort'),
    marker(17, 3, 'commit'),
    written(18, 2, 'committed 2'),
  ]
  const inOrderOfTheirEnds = [
    { producerId: 2, firstOffset: 5 },
    { producerId: 1, firstOffset: 3 },
  ]

  expect(valuesIn(batches, inOrderOfTheirEnds)).toEqual([['committed 3', 'committed 2'], 19])
})

test('E1 a key of four zero bytes ends no transaction', () => {
  const zeros = { key: Buffer.alloc(4), value: Buffer.from('aborted'), delta: 0 }
  const batches = [
    batchBytes({ baseOffset: 0, producerId: 1, attributes: TRANSACTIONAL, records: [zeros] }),
    written(1, 1, 'aborted'),
    marker(2, 1, 'abort'),
  ]

  expect(valuesIn(batches, [{ producerId: 1, firstOffset: 0 }])).toEqual([[], 3])
})

test('a batch of 200,000 records is read', () => {
  const records = Array.from({ length: 200_000 }, (_, delta) => ({ key: null, value: null, delta }))

  const read = readRecordBatches(batchBytes({ baseOffset: 0, records }), [])

  expect([read?.records.length, read?.records.at(-1)?.offset]).toEqual([200_000, 199_999])
})

test('a record that claims more bytes than there are is an error', () => {
  const batch = batchBytes({ baseOffset: 0, records: [text('a')] })
  batch.writeInt32BE(2, 57)

  expect(() => readRecordBatches(batch, [])).toThrow(RangeError)
})

/** The encoder of the client that we send with. */
interface TheirEncoder {
  readonly buffer: Buffer
}
const require = createRequire(import.meta.url)
const { RecordBatch: encodeBatch } = require('kafkajs/src/protocol/recordBatch/v0/index.js') as {
  RecordBatch: (parts: object) => Promise<TheirEncoder>
}
const encodeRecord = require('kafkajs/src/protocol/recordBatch/record/v0/index.js') as (parts: object) => TheirEncoder

const anyBytes = fc.option(fc.uint8Array({ maxLength: 40 }).map((bytes) => Buffer.from(bytes)))
const anyRecord = fc.record({
  key: anyBytes,
  value: anyBytes,
  timestampMs: fc.integer({ min: 0, max: 253_402_300_799_999 }),
})

test('what the client encodes is read back, whatever the keys, values and timestamps', async () => {
  const property = fc.asyncProperty(fc.array(anyRecord, { minLength: 1 }), fc.nat(), async (records, firstOffset) => {
    const [{ timestampMs: firstTimestamp }] = records as [(typeof records)[number]]
    const encoded = records.map(({ key, value, timestampMs }, offsetDelta) =>
      encodeRecord({ key, value, offsetDelta, timestampDelta: timestampMs - firstTimestamp, headers: { h: 'v' } }),
    )
    const lastOffsetDelta = records.length - 1
    const batch = await encodeBatch({ firstOffset, firstTimestamp, lastOffsetDelta, records: encoded })

    const read = readRecordBatches(batch.buffer, [])

    expect(read?.records).toEqual(records.map((record, delta) => ({ ...record, offset: firstOffset + delta })))
  })
  await fc.assert(property, { seed: 7, numRuns: 200 })
})
