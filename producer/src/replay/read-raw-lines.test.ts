import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { gzipSync } from 'node:zlib'
import { encodeOrderEvent, frame, type OrderEvent, type RawAppend } from '@order-up/contracts'
import { TemporaryFolder } from '../../kit/temporary-folder.ts'
import { MAX_LINE_BYTES } from './read-lines.ts'
import { readRawLines } from './read-raw-lines.ts'

const TARGET = { schemaId: 3, partitions: 4 }
const folder = new TemporaryFolder()

const readAll = async (path: string): Promise<readonly RawAppend[]> => {
  const records: RawAppend[] = []
  for await (const record of readRawLines(path, TARGET)) records.push(record)
  return records
}

const EVENT: OrderEvent = {
  event_id: '9af70e32-ab94-ca73-65bf-04cca3d0aae2',
  event_type: 'ORDER_UPDATED',
  event_ts: 1_291_191_969_062,
  order_id: 'INV-1',
  schema_version: 1,
  payload: {
    type: 'OrderUpdated',
    amount: 1_530,
    items_count: 6,
    items: [{ product_id: '85123A', category: 'S85', quantity: 6, unit_price: 255 }],
  },
}
const EVENT_JSON = `{"event_id":"9af70e32-ab94-ca73-65bf-04cca3d0aae2","event_type":"ORDER_UPDATED","event_ts":1291191969062,"order_id":"INV-1","payload":{"type":"OrderUpdated","amount":"15.30","items_count":6,"items":[{"product_id":"85123A","category":"S85","quantity":6,"unit_price":"2.55"}]}}`

const LINES = [
  `{"key":"INV-1","event":${EVENT_JSON},"timestamp":1291191969062}`,
  '',
  '{"key":"INV-2","value_hex":null,"timestamp":1,"offset":7}',
  '{"key":null,"partition":3,"value_hex":"7B7d","timestamp":2}',
  '{"key":"ö","body_hex":"00ff","timestamp":3}\r',
  '{"key_hex":"ff00","value_hex":"","timestamp":4}',
].join('\n')

const RECORDS: readonly RawAppend[] = [
  { key: Buffer.from('INV-1'), value: frame(3, encodeOrderEvent(EVENT)), timestampMs: 1_291_191_969_062 },
  { key: Buffer.from('INV-2'), value: null, timestampMs: 1 },
  { key: null, value: Buffer.from('{}'), timestampMs: 2, partition: 3 },
  { key: Buffer.from('ö'), value: Buffer.of(0, 0, 0, 0, 3, 0, 255), timestampMs: 3 },
  { key: Buffer.of(255, 0), value: Buffer.alloc(0), timestampMs: 4 },
]

test.each([
  ['plain', Buffer.from(LINES)],
  ['plain with a last newline', Buffer.from(`${LINES}\n`)],
  ['gzip, whatever its name', gzipSync(LINES)],
  ['gzip of several members', Buffer.concat(LINES.split(/(?<=\n)/).map((line) => gzipSync(line)))],
])('a file that is %s yields its records in order', async (_, content) => {
  expect(await readAll(folder.write('log.txt', content))).toEqual(RECORDS)
})

test('a file of no bytes, or one, is a file of no records, or a broken line', async () => {
  expect(await readAll(folder.write('empty', ''))).toEqual([])
  await expect(readAll(folder.write('one', '{'))).rejects.toMatchObject({ code: 'OU1102' })
})

const LINE = { key: '"A"', value: '"value_hex":null', rest: '"timestamp":1' }
const line = (parts: Partial<typeof LINE>): string => {
  const { key, value, rest } = { ...LINE, ...parts }
  return `{"key":${key},${value},${rest}}`
}

test.each([
  ['not JSON', '{"key"', /line 2: (Expected|Unexpected)/],
  ['not an object', '7', /line 2: line must be an object$/],
  ['without a key', '{"value_hex":null,"timestamp":1}', /line 2: key must be text or null$/],
  ['without key and partition', line({ key: 'null' }), /a record without a key needs a partition$/],
  [
    'for a partition that is not there',
    line({ rest: '"timestamp":1,"partition":4' }),
    /partition must be an integer from 0 to 3$/,
  ],
  ['without a timestamp', line({ rest: '"partition":1' }), /timestamp must be an integer/],
  ['without a value', '{"key":"A","timestamp":1}', /one of event, value_hex and body_hex must be there$/],
  ['with two values', line({ value: '"value_hex":null,"body_hex":"00"' }), /one of event, value_hex and body_hex/],
  ['with half a byte', line({ value: '"value_hex":"123"' }), /value_hex must be hex digits$/],
  ['with letters for bytes', line({ value: '"value_hex":"xy"' }), /value_hex must be hex digits$/],
  ['with a null body', line({ value: '"body_hex":null' }), /body_hex must be hex digits$/],
  ['with a schema of its own', line({ value: '"body_hex":"00","writer":{}' }), /golden case$/],
  ['with an event of no type', line({ value: '"event":{"payload":{"type":"Heartbeat"}}' }), /event_id must be text$/],
  ['with a null event', line({ value: '"event":null' }), /event must be an object$/],
  ['with items that are no list', line({ value: `"event":${EVENT_JSON.replace(/\[.*\]/, '7')}` }), /line 2: /],
  [
    'with an amount in cents',
    line({ value: `"event":${EVENT_JSON.replace('"15.30"', '"1530"')}` }),
    /not an amount of money: "1530"$/,
  ],
  [
    'with an unknown event type',
    line({ value: `"event":${EVENT_JSON.replace('ORDER_UPDATED', 'ORDER_LOST')}` }),
    /ORDER_LOST/,
  ],
  [
    'with a count beyond 32 bits',
    line({ value: `"event":${EVENT_JSON.replace('"items_count":6', '"items_count":2147483648')}` }),
    /line 2: items_count must be an integer/,
  ],
])('OU1102 names file and line of one that is %s', async (_, broken, message) => {
  const path = folder.write('broken.jsonl', `${line({})}\n${broken}\n`)

  const reading = readAll(path)

  await expect(reading).rejects.toMatchObject({ code: 'OU1102', exitCode: 2 })
  await expect(reading).rejects.toThrow(message)
  await expect(reading).rejects.toThrow(`${path} line 2`)
})

test('OU1102 refuses text that is not UTF-8, since other bytes would be appended', async () => {
  const path = folder.write('latin1.jsonl', Buffer.from('{"key":"\xe9","value_hex":null,"timestamp":1}', 'latin1'))

  await expect(readAll(path)).rejects.toMatchObject({ code: 'OU1102' })
})

test('OU1102 refuses a line of more than 8 MiB, and takes one that long', async () => {
  const padded = (length: number): Buffer =>
    Buffer.concat([Buffer.alloc(length - line({}).length, ' '), Buffer.from(line({}))])
  const [longest, tooLong] = [padded(MAX_LINE_BYTES), padded(MAX_LINE_BYTES + 1)]

  expect(await readAll(folder.write('long', longest))).toEqual([{ key: Buffer.from('A'), value: null, timestampMs: 1 }])
  await expect(readAll(folder.write('longer', tooLong))).rejects.toThrow('line 1 is longer than 8388608 bytes')
})

test.each([
  ['is not there', () => folder.at('nowhere.jsonl'), /ENOENT/],
  ['is a folder', () => folder.at('.'), /EISDIR/],
  ['is gzip cut off', () => folder.write('cut.gz', gzipSync(LINES).subarray(0, -9)), /unexpected end of file/],
  [
    'is gzip damaged',
    () => folder.write('damaged.gz', Buffer.from([0x1f, 0x8b, 8, 0, 1, 2, 3])),
    /cut|unexpected|invalid|incorrect/,
  ],
])('OU1101 names a file that %s', async (_, make, message) => {
  const path = make()

  const reading = readAll(path)

  await expect(reading).rejects.toMatchObject({ code: 'OU1101', exitCode: 2 })
  await expect(reading).rejects.toThrow(path)
  await expect(reading).rejects.toThrow(message)
})

test('a file of any length takes the memory of a line, and a packed line without an end is refused early', () => {
  const record = `{"key":"A","value_hex":"${'00'.repeat(500_000)}","timestamp":1}\n`
  const many = folder.write('many.gz', Buffer.concat(Array.from({ length: 300 }, () => gzipSync(record, { level: 1 }))))
  const endless = folder.write(
    'endless.gz',
    Buffer.concat(Array.from({ length: 300 }, () => gzipSync(Buffer.alloc(1_000_000, 32)))),
  )
  const script = `
    import { readRawLines } from ${JSON.stringify(new URL('./read-raw-lines.js', import.meta.url).href)}
    let records = 0
    for await (const _ of readRawLines(${JSON.stringify(many)}, { schemaId: 1, partitions: 1 })) records += 1
    const refused = await readRawLines(${JSON.stringify(endless)}, { schemaId: 1, partitions: 1 }).next().catch((error) => error.code)
    console.log(JSON.stringify({ records, refused, megabytes: process.resourceUsage().maxRSS / 1024 }))
  `

  const { stdout } = spawnSync(process.execPath, ['--input-type=module', '--eval', script], { encoding: 'utf8' })

  const { records, refused, megabytes } = JSON.parse(stdout)
  expect({ records, refused }).toEqual({ records: 300, refused: 'OU1102' })
  expect(megabytes).toBeLessThan(220)
})

const MONTH = new URL('../../../../../shared/data/retail-2010-12.jsonl.gz', import.meta.url)
const whereThere = existsSync(MONTH) ? test : test.skip

whereThere('the real month is read whole (skipped where ../shared/data is absent)', async () => {
  const records = await readAll(MONTH.pathname)

  expect(records.length).toBe(9_692)
})
