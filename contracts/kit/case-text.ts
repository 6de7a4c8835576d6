import { eventJsonInBody } from '../src/event-json-in-body.ts'
import { OUTPUT_NAMES, type OutputName } from '../src/topics.ts'
import type { CaseContent, CaseRecord, ExpectedLetter, GoldenCase } from './golden-case.ts'
import { recordToJson } from './record-json.ts'

type Json = Readonly<Record<string, unknown>>

const bodyJson = (body: Buffer): Json => {
  const event = eventJsonInBody(body)
  return event === undefined ? { body_hex: body.toString('hex') } : { event }
}

const contentJson = (content: CaseContent): Json => {
  if (content.kind === 'value') return { value_hex: content.value?.toString('hex') ?? null }
  if (content.schemaText === null) return bodyJson(content.body)
  return { writer: JSON.parse(content.schemaText), body_hex: content.body.toString('hex') }
}

const recordJson = ({ partition, offset, timestampMs, key, content }: CaseRecord): Json => ({
  partition,
  offset,
  timestamp: timestampMs,
  ...contentJson(content),
  key: key?.toString() ?? null,
})

const UNSAID = { source_topic: '', original_key: null, original_value: null }

/** A letter without what follows from its raw record. */
const letterJson = (letter: ExpectedLetter): Json => {
  const {
    source_topic: _,
    original_key: __,
    original_value: ___,
    ...said
  } = recordToJson('dlq', {
    ...letter,
    ...UNSAID,
  })
  return said
}

const expectedJson = (output: OutputName, { expect }: GoldenCase): readonly Json[] =>
  output === 'dlq'
    ? expect.dlq.map(letterJson)
    : (expect[output] as readonly never[]).map((record) => recordToJson(output, record))

/** JSON on one line, with spaces where a reader wants them. */
const lineOf = (value: unknown): string => {
  if (Array.isArray(value)) return `[${value.map(lineOf).join(', ')}]`
  if (typeof value !== 'object' || value === null) return JSON.stringify(value)
  return `{${Object.entries(value)
    .map(([name, each]) => `${JSON.stringify(name)}: ${lineOf(each)}`)
    .join(', ')}}`
}

const listText = (rows: readonly Json[], indent: string): string =>
  rows.length === 0 ? '[]' : `[\n${rows.map((row) => `${indent}  ${lineOf(row)}`).join(',\n')}\n${indent}]`

/** A case as the text of its file, one line a record: `parseCase` makes the same case of it. Keys must be UTF-8. */
export const caseText = (given: GoldenCase): string => {
  const { name, about, rules, partitions, flush, records } = given
  const head = Object.entries({ name, about, rules, partitions, flush })
  const outputs = OUTPUT_NAMES.map((output) => `    "${output}": ${listText(expectedJson(output, given), '    ')}`)
  return [
    '{',
    ...head.map(([field, value]) => `  "${field}": ${lineOf(value)},`),
    `  "records": ${listText(records.map(recordJson), '  ')},`,
    `  "expect": {\n${outputs.join(',\n')}\n  }`,
    '}\n',
  ].join('\n')
}
