import { incompatibility, unreadable } from './compatibility.ts'

const text = (schema: unknown): string => JSON.stringify(schema)
const recordOf = (...fields: readonly object[]) => ({ type: 'record', name: 'R', fields })
const enumOf = (symbols: readonly string[], more: object = {}) => ({ type: 'enum', name: 'E', symbols, ...more })

test.each([
  ['a field less', recordOf(), recordOf({ name: 'a', type: 'int' })],
  ['a field more, with a default', recordOf({ name: 'a', type: 'int', default: 1 }), recordOf()],
  [
    'a field renamed, with an alias',
    recordOf({ name: 'b', aliases: ['a'], type: 'int' }),
    recordOf({ name: 'a', type: 'int' }),
  ],
  ['a wider number', 'double', 'int'],
  ['bytes for a string', 'bytes', 'string'],
  ['a symbol more', enumOf(['A', 'B']), enumOf(['A'])],
  ['a symbol less, with a default', enumOf(['A'], { default: 'A' }), enumOf(['A', 'B'])],
  ['a branch more', ['null', 'int', 'string'], ['null', 'int']],
  ['a union for one of its branches', ['null', 'int'], 'int'],
])('what was written can be read with %s', (_, reader, writer) => {
  expect(unreadable(text(reader), text(writer))).toBeUndefined()
})

test.each([
  ['a field more, without a default', recordOf({ name: 'a', type: 'int' }), recordOf()],
  ['a field of another type', recordOf({ name: 'a', type: 'int' }), recordOf({ name: 'a', type: 'string' })],
  ['a narrower number', 'int', 'long'],
  ['a symbol less', enumOf(['A']), enumOf(['A', 'B'])],
  ['a branch less', ['null', 'int'], ['null', 'int', 'string']],
  ['another name', { ...recordOf(), name: 'S' }, recordOf()],
  ['another size', { type: 'fixed', name: 'F', size: 4 }, { type: 'fixed', name: 'F', size: 5 }],
])('what was written cannot be read with %s', (_, reader, writer) => {
  expect(unreadable(text(reader), text(writer))).toEqual(expect.any(String))
})

test.each([
  ['NONE', false],
  ['BACKWARD', true],
  ['BACKWARD_TRANSITIVE', true],
  ['FORWARD', false],
  ['FULL', true],
] as const)('%s minds a reader that needs more than was written: %s', (level, minds) => {
  const refused = incompatibility(level, text(recordOf({ name: 'a', type: 'int' })), [text(recordOf())]) !== undefined

  expect(refused).toBe(minds)
})

test('FORWARD minds a version that older readers cannot read', () => {
  const older = text(recordOf({ name: 'a', type: 'int' }))

  expect(incompatibility('FORWARD', text(recordOf()), [older])).toEqual(expect.any(String))
})
