import type { LogRecord } from '@order-up/contracts'
import fc from 'fast-check'
import { bytesOf, type Chunk, cutLoad, type LoadSize } from './cut-load.ts'

const recordsFrom = (fromOffset: number, sizes: readonly number[]): readonly LogRecord[] =>
  sizes.map((size, at) => ({ offset: fromOffset + at * 2, timestampMs: 0, key: null, value: Buffer.alloc(size) }))

/** Chunks of two partitions in turn, with gaps between offsets and behind the last one. */
const chunksOf = (sizes: readonly (readonly number[])[]): readonly Chunk[] => {
  const reached = [0, 0]
  return sizes.map((chunk, at) => {
    const partition = at % 2
    const fromOffset = reached[partition]!
    const nextOffset = fromOffset + chunk.length * 2 + 1
    reached[partition] = nextOffset
    return { partition, fromOffset, nextOffset, records: recordsFrom(fromOffset, chunk) }
  })
}

const cutAll = (chunks: readonly Chunk[], size: LoadSize) => {
  const left = [...chunks]
  const loads: ReturnType<typeof cutLoad>[] = []
  while (left.length > 0) loads.push(cutLoad(left, size))
  return loads
}

test('loads hold every record once, in order, within their bounds, and their spans join without a gap', () => {
  fc.assert(
    fc.property(
      fc.array(fc.array(fc.nat(30), { maxLength: 6 }), { maxLength: 6 }),
      fc.record({ maxRecords: fc.integer({ min: 1, max: 5 }), maxBytes: fc.integer({ min: 1, max: 60 }) }),
      (sizes, size) => {
        const chunks = chunksOf(sizes)

        const loads = cutAll(chunks, size)

        for (const partition of [0, 1]) {
          const mine = chunks.filter((chunk) => chunk.partition === partition)
          const spans = loads.flatMap((load) => load.spans.filter((span) => span.partition === partition))
          const records = loads.flatMap((load) => load.records.filter((record) => record.partition === partition))
          expect(records.map(({ offset }) => offset)).toEqual(
            mine.flatMap((chunk) => chunk.records.map(({ offset }) => offset)),
          )
          expect(spans.map(({ fromOffset }) => fromOffset)).toEqual(
            spans.length === 0 ? [] : [0, ...spans.slice(0, -1).map(({ nextOffset }) => nextOffset)],
          )
          expect(spans.at(-1)?.nextOffset).toBe(mine.at(-1)?.nextOffset)
        }
        for (const { records } of loads) {
          const bytes = records.reduce((sum, record) => sum + bytesOf(record), 0)
          expect(records.length <= size.maxRecords && (bytes <= size.maxBytes || records.length === 1)).toBe(true)
        }
      },
    ),
    { seed: 1 },
  )
})
