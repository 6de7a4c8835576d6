import { columnsOf } from './columns.ts'

const schema = (...types: readonly unknown[]): string =>
  JSON.stringify({ type: 'record', name: 'R', fields: types.map((type, at) => ({ name: `f${at}`, type })) })

test('T1 T2 each kind of field has its kind of column', () => {
  const columns = columnsOf(
    schema(
      'string',
      { type: 'string', logicalType: 'uuid' },
      { type: 'enum', name: 'E', symbols: ['a'] },
      'int',
      'long',
      { type: 'long', logicalType: 'timestamp-millis' },
      { type: 'bytes', logicalType: 'decimal', precision: 12, scale: 2 },
      ['null', 'bytes'],
      { type: 'array', items: { type: 'record', name: 'I', fields: [{ name: 'n', type: 'int' }] } },
    ),
  )

  expect(columns).toEqual([
    { name: 'f0', type: { kind: 'text' }, nullable: false },
    { name: 'f1', type: { kind: 'text' }, nullable: false },
    { name: 'f2', type: { kind: 'text' }, nullable: false },
    { name: 'f3', type: { kind: 'int' }, nullable: false },
    { name: 'f4', type: { kind: 'long' }, nullable: false },
    { name: 'f5', type: { kind: 'instant' }, nullable: false },
    { name: 'f6', type: { kind: 'decimal', precision: 12 }, nullable: false },
    { name: 'f7', type: { kind: 'bytes' }, nullable: true },
    {
      name: 'f8',
      type: { kind: 'list', fields: [{ name: 'n', type: { kind: 'int' }, nullable: false }] },
      nullable: false,
    },
  ])
})

test('a field that no column can hold is a mistake in the schema', () => {
  expect(() => columnsOf(schema('double'))).toThrow('no column type for "double"')
})
