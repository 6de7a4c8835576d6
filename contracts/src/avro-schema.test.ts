import { compileDecoder } from './raw-decoder.ts'
import { ORDER_EVENT_SCHEMA, OUTPUT_SCHEMAS } from './schemas.ts'
import { arrayOf, EVENT, enumOf, recordOf, schemaOf, type TypeJson } from './testing/written-events.ts'

const isOrderEvent = (schema: unknown): boolean =>
  compileDecoder(typeof schema === 'string' ? schema : JSON.stringify(schema)) !== null

/** An OrderEvent schema with one field more, of `type`. */
const withField = (type: unknown): string => schemaOf({ ...EVENT, added: type as TypeJson })

const refused = (schemas: readonly unknown[]): unknown[] => schemas.filter((schema) => !isOrderEvent(schema))

const withBadDefault = () => Object.entries(EVENT).map(([name, type]) => ({ name, type, default: { no: 'such' } }))

test('V3 version 1, as it is registered, is an OrderEvent schema', () => {
  expect([ORDER_EVENT_SCHEMA, schemaOf(EVENT)].map(isOrderEvent)).toEqual([true, true])
})

test('V3 text that is no JSON, or no Avro, stands for no OrderEvent schema', () => {
  const texts = ['', ' ', '{', 'OrderEvent', 'null', 'true', '7', '[]', '{}', '{"type":null}', '{"type":"record"}']
  const halves = [ORDER_EVENT_SCHEMA.slice(0, -3), `${ORDER_EVENT_SCHEMA}}`, `\uFEFF${ORDER_EVENT_SCHEMA}`]
  const schemas = [
    { type: 'record', name: 'com.orderup.raw.OrderEvent' },
    { type: 'record', name: 'com.orderup.raw.OrderEvent', fields: {} },
    { type: 'record', name: 'com.orderup.raw.OrderEvent', fields: [null] },
    { type: 'record', name: 'com.orderup.raw.OrderEvent', fields: [{ name: 'event_id' }] },
    { type: 'record', name: 'com.orderup.raw.OrderEvent', fields: [{ type: 'string' }] },
    { type: { type: 'record', name: 'com.orderup.raw.OrderEvent', fields: [] } },
  ]

  const all = [...texts, ...halves, ...schemas]

  expect(refused(all)).toEqual(all)
})

test('V3 a type that is not the record com.orderup.raw.OrderEvent stands for no OrderEvent schema', () => {
  const event = { type: 'record', name: 'com.orderup.raw.OrderEvent', fields: [] }
  const others = [
    ...Object.values(OUTPUT_SCHEMAS),
    { ...event, name: 'OrderEvent' },
    { ...event, name: 'com.orderup.raw.orderevent' },
    { ...event, name: 'OrderEvent', namespace: 'com.other' },
    { ...event, name: 'com.other.OrderEvent', namespace: 'com.orderup.raw' },
    { type: 'enum', name: 'com.orderup.raw.OrderEvent', symbols: ['A'] },
    { type: 'fixed', name: 'com.orderup.raw.OrderEvent', size: 4 },
    [event],
    arrayOf(event),
    '"com.orderup.raw.OrderEvent"',
    '"string"',
  ]

  expect(refused(others)).toEqual(others)
})

test('V3 the full name is that of name and namespace, or of a name with dots alone', () => {
  const event = { type: 'record', fields: [] }
  const ours = [
    { ...event, name: 'OrderEvent', namespace: 'com.orderup.raw' },
    { ...event, name: 'com.orderup.raw.OrderEvent' },
    { ...event, name: 'com.orderup.raw.OrderEvent', namespace: 'com.other' },
    { ...event, name: 'com.orderup.raw.OrderEvent', namespace: null },
  ]

  expect(refused(ours)).toEqual([])
})

test('V3 a name without dots means the enclosing namespace, one with dots is full', () => {
  const inner = recordOf('Inner', { a: 'int' })
  const schemas = {
    inherited: [arrayOf(inner), 'Inner'],
    inheritedInFull: [arrayOf(inner), 'com.orderup.raw.Inner'],
    own: [arrayOf({ ...inner, namespace: 'x.y' }), 'x.y.Inner'],
    ownMissed: [arrayOf({ ...inner, namespace: 'x.y' }), 'Inner'],
    dotted: [arrayOf({ ...inner, name: 'x.y.Inner' }), 'x.y.Inner'],
    within: [arrayOf(recordOf('x.y.Outer', { a: inner })), 'x.y.Inner'],
    withinMissed: [arrayOf(recordOf('x.y.Outer', { a: inner })), 'Inner'],
    none: [arrayOf({ ...inner, namespace: '' }), 'Inner'],
    object: [arrayOf(inner), { type: 'Inner' }],
  }

  const parses = Object.entries(schemas).map(([name, [first, second]]) => [
    name,
    isOrderEvent(schemaOf({ first: first as TypeJson, second: second as TypeJson })),
  ])

  expect(Object.fromEntries(parses)).toEqual({
    inherited: true,
    inheritedInFull: true,
    own: true,
    ownMissed: false,
    dotted: true,
    within: true,
    withinMissed: false,
    none: false,
    object: true,
  })
})

test('V3 text that needs a reference, or breaks a rule of the specification, stands for no OrderEvent schema', () => {
  const kind = enumOf('Kind', ['A'])
  const types = {
    undefinedName: 'com.orderup.raw.Address',
    usedBeforeItsDefinition: recordOf('Pair', { a: 'Kind', b: kind }),
    definedTwice: recordOf('Pair', { a: kind, b: recordOf('Kind', {}) }),
    definedAgain: recordOf('OrderEvent', {}),
    namedAsAPrimitive: recordOf('string', {}),
    noName: { type: 'record', fields: [] },
    badName: recordOf('Order Event', {}),
    badNamespace: { ...kind, namespace: 'com..raw' },
    badFieldName: recordOf('Pair', { 'a-b': 'int' }),
    fieldTwice: { type: 'record', name: 'Pair', fields: [1, 2].map(() => ({ name: 'a', type: 'int' })) },
    noSymbols: { type: 'enum', name: 'Kind' },
    badSymbol: enumOf('Kind', ['A', '1']),
    numberAsSymbol: { type: 'enum', name: 'Kind', symbols: [1] },
    symbolTwice: enumOf('Kind', ['A', 'B', 'A']),
    noItems: { type: 'array' },
    noValues: { type: 'map' },
    noSize: { type: 'fixed', name: 'Hash' },
    negativeSize: { type: 'fixed', name: 'Hash', size: -1 },
    brokenSize: { type: 'fixed', name: 'Hash', size: 1.5 },
    unionInUnion: ['null', ['string']],
    branchTwice: ['null', 'string', 'string'],
    arrayTwice: [arrayOf('int'), arrayOf('string')],
    namedTwice: [kind, 'Kind'],
    unknownKind: { type: 'tuple', items: ['int'] },
    prototypeAsKind: { type: 'constructor' },
    prototypeAsName: '__proto__',
    typeAsObject: { type: { type: 'string' } },
    number: 7,
    nothing: null,
  }

  const parsed = Object.keys(types).filter((name) => isOrderEvent(withField(types[name as keyof typeof types])))

  expect(parsed).toEqual([])
})

test('V3 whatever else is odd about a schema is no error of the schema', () => {
  const node = recordOf('Node', { next: ['null', 'Node'] })
  const oddities: readonly unknown[] = [
    schemaOf({}),
    schemaOf({ event_id: 'int' }),
    schemaOf({ ...EVENT, ['__proto__']: 'int' }),
    schemaOf({ ...EVENT, constructor: 'string', toString: 'long', hasOwnProperty: node }),
    withField({ type: 'string', logicalType: 'no-such-type' }),
    withField({ type: 'bytes', logicalType: 'decimal', precision: -1, scale: 'two' }),
    withField({ ...enumOf('Kind', []), default: 'MISSING', aliases: 7, doc: { not: 'text' } }),
    withField({ type: 'fixed', name: 'Nothing', size: 0 }),
    withField([]),
    withField(node),
    withField(recordOf('Endless', { again: 'Endless' })),
    withField([
      { ...node, namespace: 'a' },
      { ...recordOf('Node', {}), namespace: 'b' },
    ]),
    { ...JSON.parse(schemaOf(EVENT)), aliases: ['Order'], order: 'sideways', fields: withBadDefault() },
  ]

  expect(refused(oddities)).toEqual([])
})
