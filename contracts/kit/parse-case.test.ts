import { readFileSync } from 'node:fs'
import { parseCase } from './parse-case.ts'

const text = readFileSync(new URL('../../cases/undecodable.json', import.meta.url), 'utf8')
type Json = Record<string, unknown>
const json = (): Json & { records: Json[]; expect: Json } => JSON.parse(text)

/** The code and message with which a case is refused. */
const refusal = (given: unknown): string => {
  try {
    parseCase(given, 'x.json')
  } catch (error) {
    return `${(error as { code?: string }).code} ${(error as Error).message}`
  }
  return 'accepted'
}

test('a case is read whole: no key and an empty value are what they are', () => {
  const { name, partitions, flush, records, expect: outputs } = parseCase(json(), 'x.json')

  expect({ name, partitions, flush, count: records.length, letters: outputs.dlq.length }).toEqual({
    name: 'undecodable',
    partitions: 1,
    flush: false,
    count: 7,
    letters: 6,
  })
  expect([records[0], records[5]]).toEqual([
    {
      partition: 0,
      offset: 0,
      timestampMs: 1_736_782_200_000,
      key: Buffer.from('ORD-1'),
      content: { kind: 'value', value: null },
    },
    {
      partition: 0,
      offset: 5,
      timestampMs: 1_736_782_200_000,
      key: null,
      content: { kind: 'value', value: Buffer.alloc(0) },
    },
  ])
  expect(outputs.curated[0]).toMatchObject({ amount: 1_000, tax: 80 })
})

test.each<[string, (given: ReturnType<typeof json>) => unknown, RegExp]>([
  ['no object', () => 7, /OU1103 .*: x.json: a case is a JSON object/],
  ['no name', (given) => ({ ...given, name: undefined }), /OU1103 .*: x.json: name must be text/],
  ['no partitions', (given) => ({ ...given, partitions: 0 }), /OU1103 .*: x.json: partitions must be at least 1/],
  ['no flush', (given) => ({ ...given, flush: 'yes' }), /OU1103 .*: x.json: flush must be true or false/],
  ['no records', (given) => ({ ...given, records: {} }), /OU1103 .*: x.json: records must be a list/],
  ['no expectation', (given) => ({ ...given, expect: null }), /OU1103 .*: x.json: expect must be an object/],
  ['an output left out', (given) => ({ ...given, expect: {} }), /OU1103 .*: x.json: curated must be a list/],
  [
    'a row that its schema cannot hold',
    (given) => ({
      ...given,
      expect: { ...given.expect, dlq: [{ ...(given.expect.dlq as Json[])[0], error_type: 'X' }] },
    }),
    /OU1103 .*: x.json: dlq 0: invalid .*"X"/,
  ],
  [
    'a gap',
    (given) => ({ ...given, records: given.records.slice(1) }),
    /OU1103 .*: x.json: record 0:1 is not the next one/,
  ],
  [
    'no content',
    (given) => ({ ...given, records: [{ ...given.records[0], value_hex: undefined }] }),
    /record 0: .*one of event/,
  ],
  [
    'no hex',
    (given) => ({ ...given, records: [{ ...given.records[0], value_hex: 'xy' }] }),
    /record 0: .*lower-case hex/,
  ],
  [
    'no key',
    (given) => ({ ...given, records: [{ ...given.records[0], key: undefined }] }),
    /record 0: .*key must be text or null/,
  ],
  [
    'no event',
    (given) => ({ ...given, records: [{ ...given.records[6], offset: 0, event: {} }] }),
    /record 0: line is not a JSON event/,
  ],
  [
    'a letter of nothing',
    (given) => ({ ...given, records: given.records.slice(0, 5) }),
    /names record 0:5, which is not/,
  ],
  ['an unknown field', (given) => ({ ...given, expect: { ...given.expect, late: [{ sum: 1 }] } }), /unknown field sum/],
  ['a missing field', (given) => ({ ...given, expect: { ...given.expect, metrics: [{}] } }), /field metric is missing/],
])('a case with %s is refused', (_, change, message) => {
  expect(refusal(change(json()))).toMatch(message)
})
