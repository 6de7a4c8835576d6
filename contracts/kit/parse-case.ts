import { OrderUpError } from '../src/errors.ts'
import { encodeOrderEvent } from '../src/event-codec.ts'
import { eventFromJson } from '../src/event-json.ts'
import { outputCodecs } from '../src/output-codecs.ts'
import type { OutputRecords } from '../src/output-records.ts'
import { type OutputName, RAW_TOPIC } from '../src/topics.ts'
import type { CaseContent, CaseRecord, ExpectedRecords, GoldenCase } from './golden-case.ts'
import { recordFromJson } from './record-json.ts'

type Json = Readonly<Record<string, unknown>>

/** Says what is wrong; `parseCase` says where. */
const fail = (detail: string): never => {
  throw new Error(detail)
}
const hex = (text: unknown): Buffer => {
  if (typeof text !== 'string' || !/^([0-9a-f]{2})*$/.test(text)) fail('bytes must be lower-case hex')
  return Buffer.from(text as string, 'hex')
}
const list = (json: Json, name: string): readonly Json[] =>
  Array.isArray(json[name]) ? (json[name] as readonly Json[]) : fail(`${name} must be a list`)
const count = (json: Json, name: string): number =>
  Number.isSafeInteger(json[name]) ? (json[name] as number) : fail(`${name} must be an integer`)

const content = (json: Json): CaseContent => {
  const given = ['event', 'value_hex', 'body_hex'].filter((name) => json[name] !== undefined)
  if (given.length !== 1) fail('a record has one of event, value_hex and body_hex')
  if (json.value_hex !== undefined)
    return { kind: 'value', value: json.value_hex === null ? null : hex(json.value_hex) }
  const schemaText = json.writer === undefined ? null : JSON.stringify(json.writer)
  const body = json.event === undefined ? hex(json.body_hex) : encodeOrderEvent(eventFromJson(json.event as Json))
  return { kind: 'body', body, schemaText }
}

const record = (json: Json): CaseRecord => {
  if (json.key !== null && typeof json.key !== 'string') fail('key must be text or null')
  return {
    partition: count(json, 'partition'),
    offset: count(json, 'offset'),
    timestampMs: count(json, 'timestamp'),
    key: json.key === null ? null : Buffer.from(json.key as string),
    content: content(json),
  }
}

/** Offsets are what a log assigns: from 0 in each partition, without gaps, in the order of the file. */
const checkOffsets = (records: readonly CaseRecord[], partitions: number): void => {
  const next = new Array<number>(partitions).fill(0)
  for (const { partition, offset } of records) {
    if (next[partition] !== offset) fail(`record ${partition}:${offset} is not the next one of its partition`)
    next[partition] = offset + 1
  }
}

/** What a letter leaves unsaid follows from its raw record, so there must be one. */
const checkLetters = (letters: ExpectedRecords['dlq'], records: readonly CaseRecord[]): void => {
  const known = new Set(records.map(({ partition, offset }) => `${partition}:${offset}`))
  for (const { source_partition, source_offset } of letters)
    if (!known.has(`${source_partition}:${source_offset}`))
      fail(`a dead letter names record ${source_partition}:${source_offset}, which is not there`)
}

const UNSAID = { source_topic: RAW_TOPIC, original_key: null, original_value: null }

/** The rows expected of an output; each must be one that the output's schema can hold. */
const rows = <Name extends OutputName>(json: Json, output: Name): readonly OutputRecords[Name][] =>
  list(json, output).map((row, index) => {
    try {
      const record = recordFromJson(output, output === 'dlq' ? { ...row, ...UNSAID } : row)
      outputCodecs[output].encodeBody(record)
      return record
    } catch (cause) {
      return fail(`${output} ${index}: ${(cause as Error).message}`)
    }
  })

const expected = (json: Json): ExpectedRecords => ({
  curated: rows(json, 'curated'),
  customers: rows(json, 'customers'),
  metrics: rows(json, 'metrics'),
  late: rows(json, 'late'),
  dlq: rows(json, 'dlq'),
})

const numbered = (json: Json, index: number): CaseRecord => {
  try {
    return record(json)
  } catch (cause) {
    throw new Error(`record ${index}: ${(cause as Error).message}`, { cause })
  }
}

const goldenCase = (json: unknown): GoldenCase => {
  if (typeof json !== 'object' || json === null) fail('a case is a JSON object')
  const { name, about, rules, flush, expect, ...rest } = json as Json
  if (typeof name !== 'string' || name === '') fail('name must be text')
  if (typeof flush !== 'boolean') fail('flush must be true or false')
  if (typeof expect !== 'object' || expect === null) fail('expect must be an object')
  const partitions = count(rest, 'partitions')
  if (partitions < 1) fail('partitions must be at least 1')
  const records = list(rest, 'records').map(numbered)
  checkOffsets(records, partitions)
  const outputs = expected(expect as Json)
  checkLetters(outputs.dlq, records)
  return {
    name: name as string,
    about: String(about ?? ''),
    rules: ((rules ?? []) as readonly unknown[]).map(String),
    partitions,
    flush: flush as boolean,
    records,
    expect: outputs,
  }
}

/** A golden case from its JSON form (contracts/cases). Throws OU1103, which names `file` and says what is wrong in it. */
export const parseCase = (json: unknown, file: string): GoldenCase => {
  try {
    return goldenCase(json)
  } catch (cause) {
    throw new OrderUpError('OU1103', { detail: `${file}: ${(cause as Error).message}`, cause })
  }
}
