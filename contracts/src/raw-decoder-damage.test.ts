import { isDeepStrictEqual } from 'node:util'
import fc from 'fast-check'
import type { OrderEvent } from './order-event.ts'
import { compileDecoder } from './raw-decoder.ts'
import { ORDER_EVENT_SCHEMA } from './schemas.ts'
import { oracleFor } from './testing/avsc-oracle.ts'
import { sevenBitEvent, wireEvent } from './testing/wire-event.ts'

const oracle = oracleFor(ORDER_EVENT_SCHEMA)
const decode = compileDecoder(ORDER_EVENT_SCHEMA)!

/** What avsc reads; undefined where it throws. */
const readByAvsc = (body: Buffer): OrderEvent | undefined => {
  try {
    return oracle.read(body)
  } catch {
    return undefined
  }
}

/** Every body that differs from `body` in one bit. */
const damaged = (body: Buffer): Buffer[] =>
  Array.from({ length: body.length * 8 }, (_, bit) => {
    const copy = Buffer.from(body)
    copy[bit >> 3] = body[bit >> 3]! ^ (1 << (bit & 7))
    return copy
  })

test('V4 no part of a body that ends early decodes', () => {
  const bodies = fc.sample(wireEvent, { seed: 6, numRuns: 100 }).map((wire) => oracle.write(wire))
  const parts = bodies.flatMap((body) => Array.from(body, (_, end) => body.subarray(0, end)))

  const decoded = parts.filter((part) => decode(part, 0, part.length) !== undefined)

  expect([parts.length > 1_000, decoded]).toEqual([true, []])
})

test('V4 a body with one bit changed decodes to what avsc reads, and is refused where avsc refuses it', () => {
  const bodies = fc.sample(sevenBitEvent, { seed: 6, numRuns: 60 }).map((wire) => oracle.write(wire))

  const read = bodies.flatMap(damaged).map((body) => ({
    body: body.toString('hex'),
    ours: decode(body, 0, body.length),
    theirs: readByAvsc(body),
  }))

  const wrong = read.filter(({ ours, theirs }) => !isDeepStrictEqual(ours, theirs))
  const refused = read.filter(({ ours }) => ours === undefined)
  expect([refused.length > 1_000, read.length - refused.length > 1_000, wrong]).toEqual([true, true, []])
})

test('V4 any bytes at all give an event or are refused', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
      const body = Buffer.from(bytes)
      expect(['undefined', 'object']).toContain(typeof decode(body, 0, body.length))
    }),
    { seed: 6, numRuns: 2_000 },
  )
})
