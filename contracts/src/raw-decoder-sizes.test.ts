import { compileDecoder } from './raw-decoder.ts'
import { bytesOf, text, varint } from './testing/avro-bytes.ts'
import { EVENT, schemaOf } from './testing/written-events.ts'

const CREATED = 0
const HEARTBEAT = 6

const head = (type: number, ts = varint(1_000), version = varint(1)): Buffer =>
  bytesOf(text('id'), varint(type), ts, text('o1'), version)
const beat = (ts: Buffer, version?: Buffer): Buffer => bytesOf(head(HEARTBEAT, ts, version), varint(HEARTBEAT))
/** An ORDER_CREATED up to its items. */
const created = bytesOf(head(CREATED), varint(CREATED), text('c'), text('USD'), text(Buffer.from([5])), varint(1))
const item = bytesOf(text('p'), text('k'), varint(1), text(Buffer.from([5])))

const decodeBody = compileDecoder(schemaOf(EVENT))!
const decode = (...bodies: readonly Buffer[]) => bodies.map((body) => decodeBody(body, 0, body.length))

test('V4 an int takes at most 5 bytes and 32 bits', () => {
  const versions = ['00', '01', '8080808000', 'feffffff0f', 'ffffffff0f', 'feffffff1f', '808080808000', 'ffffffffff01']

  const read = decode(...versions.map((hex) => beat(varint(1), bytesOf(hex)))).map((event) => event?.schema_version)

  expect(read).toEqual([0, -1, 0, 2_147_483_647, -2_147_483_648, undefined, undefined, undefined])
})

test('V4 an enum index and a union index take at most 5 bytes and 32 bits, and must be there', () => {
  const indices = ['8c80808000', '8c80808010', '8c8080808000', '0e', '0b', 'ffffffff0f']

  const asEnum = indices.map((hex) => bytesOf(text('id'), hex, varint(1), text('o1'), varint(1), varint(HEARTBEAT)))
  const asUnion = indices.map((hex) => bytesOf(head(HEARTBEAT), hex))

  const good = [true, false, false, false, false, false]
  expect(decode(...asEnum).map((event) => event !== undefined)).toEqual(good)
  expect(decode(...asUnion).map((event) => event !== undefined)).toEqual(good)
})

test('V4 a long takes at most 10 bytes and 64 bits', () => {
  const instants = [
    varint(Number.MAX_SAFE_INTEGER),
    varint(Number.MIN_SAFE_INTEGER),
    bytesOf('82808080808080808000'),
    bytesOf('80808080808080808002'),
    bytesOf('80808080808080808080'),
    bytesOf('8080808080808080808000'),
  ]

  const read = decode(...instants.map((ts) => beat(ts))).map((event) => event?.event_ts)

  expect(read).toEqual([Number.MAX_SAFE_INTEGER, Number.MIN_SAFE_INTEGER, 1, undefined, undefined, undefined])
})

test('V4 a long beyond the safe integers decodes to an integer beyond the range of V7, of its sign', () => {
  const instants = [2n ** 53n, -(2n ** 53n) - 1n, 2n ** 63n - 1n, -(2n ** 63n)]

  const read = decode(...instants.map((ts) => beat(varint(ts)))).map((event) => event?.event_ts)

  expect(read).toEqual([2 ** 53, -(2 ** 53), 2 ** 63, -(2 ** 63)])
  expect(read.every(Number.isInteger)).toBe(true)
})

test('V4 a length is neither negative nor longer than what is left, nor over 64 bits', () => {
  const lengths = [varint(-1), varint(-(2n ** 63n)), varint(6), varint(2n ** 40n), bytesOf('80808080808080808002')]
  const tail = bytesOf(head(HEARTBEAT).subarray(3), varint(HEARTBEAT))

  const bodies = lengths.map((length) => bytesOf(length, '6964', tail))

  expect(decode(...bodies)).toEqual(bodies.map(() => undefined))
})

test('V4 bytes left over, or missing, are an error', () => {
  const whole = beat(varint(1))

  const read = decode(whole, bytesOf(whole, '00'), whole.subarray(0, -1), whole.subarray(0, 0))

  expect(read.map((event) => event !== undefined)).toEqual([true, false, false, false])
})

test('V4 an array may come in any blocks, with or without their sizes in bytes, which are ignored', () => {
  const arrays = [
    bytesOf(varint(2), item, item, '00'),
    bytesOf(varint(1), item, varint(1), item, '00'),
    bytesOf(varint(-2), varint(2 * item.length), item, item, '00'),
    bytesOf(varint(-1), varint(-9), item, varint(-1), varint(2n ** 62n), item, '00'),
  ]

  const read = decode(...arrays.map((array) => bytesOf(created, array)))

  const known = { product_id: 'p', category: 'k', quantity: 1, unit_price: 5 }
  expect(read.map((event) => event?.payload)).toEqual(
    arrays.map(() => ({
      type: 'OrderCreated',
      customer_id: 'c',
      currency: 'USD',
      amount: 5,
      items_count: 1,
      items: [known, known],
    })),
  )
})

test('V4 a block of an array that counts more than bytes are left is refused', () => {
  const counts = [2n ** 31n, -(2n ** 31n), 2n ** 63n - 1n, -(2n ** 63n), BigInt(item.length + 2)]

  const bodies = counts.map((count) => bytesOf(created, varint(count), item, '00'))

  expect(decode(...bodies)).toEqual(bodies.map(() => undefined))
})

test('V4 a million items that are forged are refused, those that are there are decoded', () => {
  const items = Buffer.concat(Array.from({ length: 200_000 }, () => bytesOf('00', '00', '02', '00')))

  const [forged, real] = decode(
    bytesOf(created, varint(items.length), items, '00'),
    bytesOf(created, varint(200_000), items, '00'),
  )

  expect(forged).toBeUndefined()
  expect(real?.payload).toMatchObject({ items: { length: 200_000 } })
})

test('V4 no items are made for a count once one of them has been refused', () => {
  const body = bytesOf(created, varint(1_000_000), Buffer.alloc(1_000_000, 1))

  const growth = Array.from({ length: 5 }, () => {
    const before = process.memoryUsage().heapUsed
    const event = decodeBody(body, 0, body.length)
    return event === undefined ? process.memoryUsage().heapUsed - before : Infinity
  })

  expect(Math.max(...growth)).toBeLessThan(10_000_000)
})
