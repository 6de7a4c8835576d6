import fc from 'fast-check'
import { murmur2, partitionOf } from './murmur2.ts'

/** From UtilsTest of the Kafka Java client. */
const JAVA_HASHES: Readonly<Record<string, number>> = {
  '21': -973_932_308,
  foobar: -790_332_482,
  'a-little-bit-long-string': -985_981_536,
  'a-little-bit-longer-string': -1_486_304_829,
  lkjh234lh9fiuh90y23oiuhsafujhadof229phr9h19h89h8: -58_897_971,
  abc: 479_470_107,
}

test('a key hashes as the Java client hashes it', () => {
  const hashes = Object.keys(JAVA_HASHES).map((key) => [key, murmur2(Buffer.from(key))])

  expect(Object.fromEntries(hashes)).toEqual(JAVA_HASHES)
})

test('a key goes to the partition that other clients choose', () => {
  const partitions = ['', 'a', 'ab', 'abc', '123456789', '\0 '].map((key) => partitionOf(Buffer.from(key), 1_000))

  expect(partitions).toEqual([681, 524, 434, 107, 566, 742])
})

/** murmur2 as its author wrote it, in integers without a sign. */
const reference = (bytes: Uint8Array): number => {
  const times = (value: bigint): bigint => BigInt.asUintN(32, value * 0x5bd1e995n)
  const whole = bytes.length - (bytes.length % 4)
  const view = Buffer.from(bytes)
  let hash = 0x9747b28cn ^ BigInt(bytes.length)
  for (let at = 0; at < whole; at += 4) {
    const word = times(BigInt(view.readUInt32LE(at)))
    hash = times(hash) ^ times(word ^ (word >> 24n))
  }
  if (whole < bytes.length) hash = times(hash ^ BigInt(view.readUIntLE(whole, bytes.length - whole)))
  hash = times(hash ^ (hash >> 13n))
  return Number(BigInt.asIntN(32, hash ^ (hash >> 15n)))
}

test('any bytes hash as the algorithm says', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 40 }), (bytes) => {
      expect(murmur2(bytes)).toBe(reference(bytes))
    }),
    { seed: 5, numRuns: 1_000 },
  )
})
