import { OUTPUT_NAMES, OUTPUT_SCHEMAS } from '@order-up/contracts'
import { MERGE_PLANS, METADATA_COLUMNS } from './merge-plan.ts'

const fieldNames = (schemaText: string): readonly string[] =>
  (JSON.parse(schemaText) as { readonly fields: readonly { readonly name: string }[] }).fields.map(({ name }) => name)

test('a table has a column for each field of its schema, under the same name, and none of them twice', () => {
  for (const output of OUTPUT_NAMES) {
    const names = MERGE_PLANS[output].columns.map(({ name }) => name)
    const metadata = Object.values(METADATA_COLUMNS).map(({ name }) => name)

    expect(names).toEqual(fieldNames(OUTPUT_SCHEMAS[output]))
    expect(new Set([...names, ...metadata]).size).toBe(names.length + metadata.length)
  }
})

test('keys, versions and homes are columns that are never null', () => {
  for (const output of OUTPUT_NAMES) {
    const { columns, key, version, home } = MERGE_PLANS[output]
    const required = columns.filter(({ nullable }) => !nullable).map(({ name }) => name)

    expect(required).toEqual(expect.arrayContaining([...key, ...[version, home].filter((name) => name !== undefined)]))
  }
})
