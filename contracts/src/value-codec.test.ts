import { outputCodecs } from './output-codecs.ts'
import type { CustomerActivity, DeadLetter, LateOrder } from './output-records.ts'

const letter = (value: Buffer | null, offset = 0): DeadLetter => ({
  source_topic: 'orders.events.raw',
  source_partition: 0,
  source_offset: offset,
  source_timestamp: 1_000,
  decided_offset: offset,
  original_key: null,
  original_value: value,
  error_type: 'MALFORMED',
  error_code: 'BAD_AVRO',
  error_message: 'value is not valid Avro for its schema',
  attempted_order_id: null,
})

const late: LateOrder = {
  order_id: 'o',
  customer_id: 'c',
  currency: 'USD',
  amount: 128,
  event_ts: 1,
  partition_max_ts: 2,
  late_for: [
    { metric: 'region_5m', dimension: 'us', window_start: 0, amount: 128 },
    { metric: 'minute_1m', dimension: '', window_start: 60_000, amount: 0 },
  ],
  source_timestamp: 3,
  source_partition: 4,
  source_offset: 5,
}

const activity: CustomerActivity = {
  customer_id: 'c',
  currency: 'USD',
  order_id: 'o',
  order_count: 1,
  total_amount: -129,
  tier: 'VIP',
  session_start: 1,
  session_orders: 1,
  effective_ts: 1,
  event_ts: 1,
  source_timestamp: 1,
  source_partition: 0,
  source_offset: 0,
}

test('T6 decimals are in the shortest two’s complement and an array is one block', () => {
  const bytes = outputCodecs.late.encodeBody(late).toString('hex')

  const head = ['026f', '0263', '06555344', '040080', '02', '04']
  const items = [
    '04',
    '12726567696f6e5f356d',
    '047573',
    '00',
    '040080',
    '126d696e7574655f316d',
    '00',
    'c0a907',
    '0200',
    '00',
  ]
  expect(bytes).toBe([...head, ...items, '06', '08', '0a'].join(''))
})

test('T2 a decimal is an integer in minor units on both sides, and nothing but a safe integer is written', () => {
  const { customers } = outputCodecs

  expect(customers.decode(customers.encode(activity, 1))).toEqual(activity)
  for (const total_amount of [0.5, 2 ** 53, Number.NaN, Infinity])
    expect(() => customers.encodeBody({ ...activity, total_amount })).toThrow()
})

test('a value is framed with byte 0, the schema id and its body', () => {
  const framed = outputCodecs.customers.encode(activity, 0x01_02_03_04)

  expect(framed.subarray(0, 5).toString('hex')).toBe('0001020304')
  expect(framed.subarray(5)).toEqual(outputCodecs.customers.encodeBody(activity))
})

test('values of any length keep their bytes, whatever is encoded after them', () => {
  const sizes = [0, 1, 30_000, 65_000, 65_300, 65_400, 65_436, 65_437, 65_536, 65_537, 200_000, 1_048_576, 10, 65_536]
  const letters = [...sizes, ...sizes].map((size, at) => letter(Buffer.alloc(size, at), at))

  const encoded = letters.map((each) => outputCodecs.dlq.encode(each, 7))

  const wrong = letters.filter((each, at) => {
    const decoded = outputCodecs.dlq.decode(encoded[at]!)
    return !decoded.original_value!.equals(each.original_value!) || decoded.source_offset !== each.source_offset
  })
  expect(encoded.filter((framed) => framed.readUInt32BE(1) !== 7)).toEqual([])
  expect(wrong).toEqual([])
})

test('values are laid one behind the other in slabs, and keep their bytes where a slab is full', () => {
  const letters = Array.from({ length: 2_000 }, (_, at) => letter(Buffer.alloc(at % 97, at), at))

  const encoded = letters.map((each) => outputCodecs.dlq.encode(each, 7))

  expect(encoded.map(outputCodecs.dlq.decode)).toEqual(letters)
  expect(new Set(encoded.map((framed) => framed.buffer)).size).toBeLessThan(10)
})

test('a value that cannot be encoded throws and leaves the next one as it should be', () => {
  const { dlq } = outputCodecs
  const wrong = { ...letter(null), source_offset: 'zero' } as unknown as DeadLetter

  expect(() => dlq.encode(wrong, 7)).toThrow()
  expect(dlq.decode(dlq.encode(letter(Buffer.of(1)), 7))).toEqual(letter(Buffer.of(1)))
})
