import { cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { SCHEMA_FOLDER } from '@order-up/contracts'
import { captureCli, inFolder } from '../testing/capture-cli.ts'

/** What `contracts check` says of the contract's schemas after one of them has been edited. */
const afterEdit = (file: string, from: string, to: string) =>
  inFolder(async (folder) => {
    const schemas = join(folder, 'schemas')
    mkdirSync(schemas)
    cpSync(join(SCHEMA_FOLDER, file), join(schemas, file))
    const text = readFileSync(join(schemas, file), 'utf8')
    expect(text).toContain(from)
    writeFileSync(join(schemas, file), text.replace(from, to))
    const { exitCode, stdout } = await captureCli(['contracts', 'check', '--schemas', 'schemas', '--json'], { folder })
    const { schemas: findings } = JSON.parse(stdout) as { readonly schemas: readonly { readonly problems: unknown }[] }
    return { exitCode, problems: findings[0]!.problems }
  })

const DECIMAL = '"logicalType": "decimal", "precision": 12, "scale": 2'
const LAST_FIELD = '"source_offset", "type": "long" }'

test('the schemas of the contract hold', async () => {
  const { exitCode, stdout } = await captureCli(['contracts', 'check'])

  expect([exitCode, stdout.split('\n').filter((line) => line !== '' && !line.startsWith('ok'))]).toEqual([0, []])
})

test('a new field with a default is compatible', async () => {
  const added = `${LAST_FIELD}, { "name": "note", "type": ["null", "string"], "default": null }`

  expect(await afterEdit('late-order.avsc', LAST_FIELD, added)).toEqual({ exitCode: 0, problems: [] })
})

test.each([
  ['a new field without a default', LAST_FIELD, `${LAST_FIELD}, { "name": "note", "type": "string" }`, 'note'],
  ['a field of another type', '"source_partition", "type": "int"', '"source_partition", "type": "string"', 'int'],
  ['another name', '"name": "LateOrder"', '"name": "TardyOrder"', 'LateOrder'],
  ['a decimal of another precision', DECIMAL, DECIMAL.replace('12', '10'), 'was decimal 12 2, is decimal 10 2'],
  ['a decimal of another scale', DECIMAL, DECIMAL.replace('"scale": 2', '"scale": 3'), 'money has scale 2 (T2)'],
  ['a decimal without a scale', DECIMAL, DECIMAL.replace(', "scale": 2', ''), 'decimal scale 0'],
  ['a decimal beyond the safe integers', DECIMAL, DECIMAL.replace('12', '18'), 'is not within 3 to 15 digits'],
  ['an instant that becomes a number', ', "logicalType": "timestamp-millis"', '', 'was timestamp-millis, is plain'],
  [
    'a field named __proto__',
    LAST_FIELD,
    `${LAST_FIELD}, { "name": "__proto__", "type": ["null", "int"], "default": null }`,
    'the name __proto__ is reserved',
  ],
  ['a record named constructor', '"name": "LateFor"', '"name": "constructor"', 'the name constructor is reserved'],
  [
    'items of no bytes',
    LAST_FIELD,
    `${LAST_FIELD}, { "name": "n", "type": { "type": "array", "items": "null" }, "default": [] }`,
    'array items take no bytes',
  ],
  [
    'items of an empty record',
    LAST_FIELD,
    `${LAST_FIELD}, { "name": "n", "type": { "type": "array", "items": { "type": "record", "name": "E", "fields": [{ "name": "f", "type": { "type": "fixed", "name": "F", "size": 0 } }] } }, "default": [] }`,
    'array items take no bytes',
  ],
  [
    'a default of another type',
    LAST_FIELD,
    `${LAST_FIELD}, { "name": "n", "type": "int", "default": "x" }`,
    'does not compile',
  ],
  ['broken JSON', '"fields"', '"fields', 'does not compile'],
])('%s is a problem', async (_, from, to, said) => {
  const { exitCode, problems } = await afterEdit('late-order.avsc', from, to)

  expect([exitCode, JSON.stringify(problems)]).toEqual([1, expect.stringContaining(said)])
})

test('a status that is taken away is a problem, one that is added is none', async () => {
  const taken = await afterEdit('curated-order.avsc', ', "cancelled"', '')
  const added = await afterEdit('curated-order.avsc', ', "cancelled"', ', "cancelled", "returned"')

  expect([taken.exitCode, added]).toEqual([1, { exitCode: 0, problems: [] }])
})

test('a folder without schemas, and none at all, are refused', async () => {
  const outcomes = await inFolder(async (folder) => [
    await captureCli(['contracts', 'check', '--schemas', '.'], { folder }),
    await captureCli(['contracts', 'check', '--schemas', 'nowhere'], { folder }),
  ])

  expect(outcomes.map(({ exitCode, stderr }) => [exitCode, stderr.slice(0, 13)])).toEqual([
    [2, 'error[OU1101]'],
    [2, 'error[OU1101]'],
  ])
})
