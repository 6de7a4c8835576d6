import avsc from 'avsc'
import fc from 'fast-check'
import { parseAvroSchema } from './avro-schema.ts'
import { compileDecoder } from './raw-decoder.ts'
import { arrayOf, EVENT, ITEM, recordOf, schemaOf, type TypeJson, UPDATED } from './testing/written-events.ts'

const isOrderEvent = (text: string): boolean => compileDecoder(text) !== null

test('V3 names such as __proto__ and constructor change no prototype', () => {
  const hostile = `{"__proto__":{"polluted":1},"type":"record","name":"com.orderup.raw.OrderEvent","fields":[
    {"name":"__proto__","type":{"type":"record","name":"__proto__","fields":[]},"default":{"polluted":1}},
    {"name":"constructor","type":{"type":"enum","name":"constructor","symbols":["__proto__","prototype"]}}]}`

  const decode = compileDecoder(hostile)

  expect(decode?.(Buffer.from([0]), 0, 1)).toBeUndefined()
  expect(Object.keys(Object.prototype)).toEqual([])
  expect(({} as { polluted?: number }).polluted).toBeUndefined()
})

test('V3 a schema nested a thousand deep parses, one nested deeper does not, and neither overflows the stack', () => {
  const arrays = (depth: number): string => `${'{"type":"array","items":'.repeat(depth)}"int"${'}'.repeat(depth)}`

  const parsed = [999, 1_000, 1_001, 200_000].map((depth) => parseAvroSchema(arrays(depth)) !== undefined)

  expect([...parsed, parseAvroSchema('['.repeat(200_000))]).toEqual([true, true, false, false, undefined])
})

test('V3 a long chain of records that hold each other compiles without a stack', () => {
  const links = Array.from({ length: 20_000 }, (_, link) => [
    `f${link}`,
    arrayOf(recordOf(`R${link}`, { inner: link === 0 ? 'int' : `R${link - 1}` })),
  ])

  expect(isOrderEvent(schemaOf(Object.fromEntries(links) as Record<string, TypeJson>))).toBe(true)
})

test('V3 a schema that uses a wide record in many branches compiles in proportion to its text', () => {
  const extras = Array.from({ length: 15_000 }, (_, at) => [`f${at}`, 'int'] as const)
  const item = recordOf('OrderItem', { ...ITEM, ...Object.fromEntries(extras) })
  const branches = Array.from({ length: 4_000 }, (_, at) => ({
    ...recordOf('OrderUpdated', { ...UPDATED, items: arrayOf(at === 0 ? item : 'n0.OrderItem') }),
    namespace: `n${at}`,
  }))

  expect(isOrderEvent(schemaOf({ ...EVENT, payload: branches }))).toBe(true)
})

test('V3 any text at all gives a decoder or null', () => {
  fc.assert(
    fc.property(fc.oneof(fc.string(), fc.json()), (text) => {
      expect(compileDecoder(text)).toBeNull()
    }),
    { seed: 3 },
  )
})

test('V3 what avsc takes for an OrderEvent schema, we take, and the other way round', () => {
  const names = fc.constantFrom('A', 'B', 'x.A', 'x.B', 'com.orderup.raw.A', 'int', 'a b')
  const { type } = fc.letrec<{ type: TypeJson }>((tie) => ({
    type: fc.oneof(
      { depthSize: 'small', withCrossShrink: true },
      fc.constantFrom('null', 'int', 'string', 'A', 'B', 'x.A', 'com.orderup.raw.B'),
      fc.record({ type: fc.constant('array'), items: tie('type') }),
      fc.record({ type: fc.constant('map'), values: tie('type') }),
      fc.record({ type: fc.constant('enum'), name: names, symbols: fc.constantFrom(['P'], ['P', 'Q'], ['P', 'P']) }),
      fc.record({ type: fc.constant('fixed'), name: names, size: fc.constantFrom(1, 4) }),
      fc.array(tie('type'), { minLength: 1, maxLength: 3 }),
      fc
        .tuple(names, fc.constantFrom(undefined, '', 'x', 'x.y'), fc.array(tie('type'), { maxLength: 3 }))
        .map(([name, namespace, types]) => ({
          ...recordOf(name, Object.fromEntries(types.map((each, at) => [`f${at}`, each]))),
          ...(name.includes('.') ? {} : { namespace }),
        })),
    ),
  }))
  const avscTakes = (text: string): boolean => {
    try {
      return avsc.Type.forSchema(JSON.parse(text) as avsc.Schema, { wrapUnions: 'always' }).typeName === 'record'
    } catch {
      return false
    }
  }

  let taken = 0
  fc.assert(
    fc.property(type, type, (first, second) => {
      const text = schemaOf({ first, second })
      const ours = isOrderEvent(text)
      if (ours) taken += 1
      expect(ours).toBe(avscTakes(text))
    }),
    { seed: 11, numRuns: 2_000 },
  )
  expect(taken).toBeGreaterThan(200)
})
