import { compileDecoder } from './raw-decoder.ts'
import { bytesOf, text, varint } from './testing/avro-bytes.ts'
import { arrayOf, EVENT, enumOf, recordOf, schemaOf, type TypeJson } from './testing/written-events.ts'

const HEARTBEAT = 6
const beat = bytesOf(text('id'), varint(HEARTBEAT), varint(1_000), text('o1'), varint(1), varint(HEARTBEAT))

/** For each of `values`, whether an event decodes whose first field, of `type`, only the writer has and holds it. */
const skips = (type: TypeJson, ...values: readonly (Buffer | string)[]): boolean[] => {
  const decode = compileDecoder(schemaOf({ added: type, ...EVENT }))!
  return values
    .map((value) => bytesOf(value, beat))
    .map((body) => decode(body, 0, body.length)?.payload.type === 'Heartbeat')
}

const map = (values: TypeJson) => ({ type: 'map', values })
const node = recordOf('Node', { next: ['null', 'Node'] })
const tree = recordOf('Tree', { value: 'int', left: ['null', 'Tree'], right: ['null', 'Tree'] })

test('V4 a field that only the writer has is skipped, whatever its type', () => {
  const values: readonly (readonly [TypeJson, Buffer | string])[] = [
    ['null', ''],
    ['boolean', 'ff'],
    ['int', varint(-70_000)],
    ['long', varint(-(2n ** 63n))],
    ['float', '00000000'],
    ['double', '0000000000000000'],
    ['bytes', text(Buffer.alloc(300))],
    ['string', text(Buffer.from([0xff]))],
    [{ type: 'fixed', name: 'Hash', size: 3 }, '010203'],
    [{ type: 'fixed', name: 'Hash', size: 0 }, ''],
    [enumOf('Kind', ['A', 'B']), varint(1)],
    [['null', 'double'], bytesOf(varint(1), '0000000000000000')],
    [arrayOf('int'), bytesOf(varint(-2), varint(2), '0204', varint(1), '06', '00')],
    [map('int'), bytesOf(varint(1), text('a'), '02', varint(-1), varint(9), text('b'), '04', '00')],
    [map('null'), bytesOf(varint(1), text('a'), '00')],
    [map(arrayOf('string')), bytesOf(varint(1), text('a'), varint(1), text('x'), '00', '00')],
    [recordOf('Pair', { a: 'string', b: 'null', c: 'float', d: recordOf('Unit', {}) }), bytesOf(text('a'), '00000000')],
    [recordOf('Unit', {}), ''],
    [node, '02020200'],
    [tree, bytesOf('02', '02', '04', '0000', '02', '06', '0000')],
  ]

  expect(values.filter(([type, value]) => !skips(type, value)[0])).toEqual([])
})

test('V4 what is skipped keeps to the same sizes', () => {
  const values: readonly (readonly [TypeJson, Buffer | string])[] = [
    ['int', 'ffffffff1f'],
    ['long', '80808080808080808002'],
    ['string', varint(-1)],
    ['bytes', varint(2 ** 20)],
    [{ type: 'fixed', name: 'Hash', size: 1_000 }, ''],
    [enumOf('Kind', ['A', 'B']), varint(2)],
    [enumOf('Kind', ['A', 'B']), varint(-1)],
    [enumOf('Kind', []), varint(0)],
    [['null', 'int'], varint(2)],
    [['null', 'int'], varint(-1)],
    [[], varint(0)],
    [arrayOf('int'), bytesOf(varint(2n ** 31n), '0000')],
    [map('int'), bytesOf(varint(-(2n ** 31n)), varint(1), '0000')],
    [map('int'), bytesOf(varint(1), varint(-1))],
  ]

  expect(values.filter(([type, value]) => skips(type, value)[0])).toEqual([])
})

test('V4 what is skipped must be there whole, behind our last field too', () => {
  const types: readonly TypeJson[] = ['double', { type: 'fixed', name: 'Hash', size: 8 }, 'string']

  const decoders = types.map((type) => compileDecoder(schemaOf({ ...EVENT, added: type }))!)
  const read = (bytes: string) =>
    decoders.map((decode) => decode(bytesOf(beat, bytes), 0, beat.length + bytes.length / 2))

  expect(read('0e00000000000000').map((event) => event !== undefined)).toEqual([true, true, true])
  expect(read('0e000000000000')).toEqual([undefined, undefined, undefined])
})

test('V4 a block may count as many items as bytes are left behind its count, and no more', () => {
  const left = beat.length + 1

  const unsized = [left, left + 1, 2n ** 31n, 2n ** 63n - 1n].map((count) => bytesOf(varint(count), '00'))
  const sized = [left + 1, left + 2, 2n ** 63n].map((count) => bytesOf(varint(-BigInt(count)), '00', '00'))

  expect(skips(arrayOf('null'), ...unsized, ...sized)).toEqual([true, false, false, false, true, false, false])
})

test('V4 data may be nested as deep as there are bytes for it', () => {
  const depth = 500_000

  const list = bytesOf(Buffer.alloc(depth, 2), '00')
  const endless = Buffer.alloc(depth, 2)
  const leftOnly = bytesOf(Buffer.alloc(2 * depth, 2), '02', '0000', Buffer.alloc(depth))

  expect(skips(node, list, endless)).toEqual([true, false])
  expect(skips(tree, leftOnly)).toEqual([true])
  expect(
    skips(recordOf('Nest', { inner: arrayOf('Nest') }), bytesOf(Buffer.alloc(depth, 2), Buffer.alloc(depth + 1))),
  ).toEqual([true])
})

test('V4 a record that holds itself at once has no value, and is an error only where it is used', () => {
  const endless = recordOf('Endless', { a: 'int', again: recordOf('Again', { b: 'null', endless: 'Endless' }) })

  expect(skips(endless, '', Buffer.alloc(100))).toEqual([false, false])
  expect(skips(['null', endless], '00', bytesOf('02', Buffer.alloc(100)))).toEqual([true, false])
  expect(skips(arrayOf(endless), '00', bytesOf('02', Buffer.alloc(100)))).toEqual([true, false])
})

/** A record of two records of two records …, `depth` times; the innermost has one field of `type`. */
const doubled = (depth: number, type: TypeJson): TypeJson =>
  Array.from({ length: depth }, (_, level) => level).reduce<TypeJson>(
    (inner, level) => recordOf(`R${level}`, { a: inner, b: level === 0 ? type : `R${level - 1}` }),
    recordOf('Innermost', { a: type }),
  )

test('V4 skipping takes as long as there are bytes, whatever the schema makes of them', () => {
  const blocks = Buffer.concat([...Array.from({ length: 300_000 }, (_, at) => varint(300_000 - at)), varint(0)])
  const links = Array.from({ length: 20_000 }, (_, link) => [
    `f${link}`,
    arrayOf(recordOf(`Link${link}`, { inner: link === 0 ? 'int' : `Link${link - 1}` })),
  ])
  const chain = recordOf('Chain', Object.fromEntries(links) as Record<string, TypeJson>)
  const intsInLastLink = bytesOf(Buffer.alloc(19_999), varint(300_000), Buffer.alloc(300_000), '00')

  expect(skips(arrayOf('null'), blocks)).toEqual([true])
  expect(skips(arrayOf(doubled(60, 'null')), blocks)).toEqual([true])
  expect(skips(doubled(60, 'int'), Buffer.alloc(1_000))).toEqual([false])
  expect(skips(chain, intsInLastLink)).toEqual([true])
})
