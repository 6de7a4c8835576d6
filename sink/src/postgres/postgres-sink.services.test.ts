import { once } from 'node:events'
import { createServer } from 'node:net'
import { inspect } from 'node:util'
import {
  formatMoney,
  type LoadBatch,
  OrderUpError,
  OUTPUT_NAMES,
  OUTPUT_TOPICS,
  outputCodecs,
  type Sink,
} from '@order-up/contracts'
import { expectedTables, layOut, memoryTopics, randomFrom, sinkEntries, turnTimers } from '@order-up/contracts/kit'
import { describeWithPostgres, freshSchema } from '@order-up/local/kit'
import type pg from 'pg'
import { readTables } from '../../kit/read-tables.ts'
import { runSink } from '../loader/run-sink.ts'
import { cuttingProxy } from '../testing/cutting-proxy.ts'
import { openTestSink } from '../testing/test-database.ts'
import { connectDatabase } from './connection.ts'

const SEED = 21
const ENTRIES = sinkEntries(SEED)
const TOPICS = layOut(ENTRIES, randomFrom(SEED))
const PARTITIONS = TOPICS.curated.length
const EXPECTED = expectedTables(ENTRIES).rows

const failureOf = async (call: Promise<unknown>): Promise<OrderUpError> => {
  const failure = await call.catch((reason: unknown) => reason)
  if (failure instanceof OrderUpError) return failure
  throw new Error('should have failed', { cause: failure })
}

/** All of one topic as one load. */
const wholeTopic = (output: LoadBatch['output']): LoadBatch => ({
  output,
  spans: TOPICS[output].map(({ endOffset }, partition) => ({ partition, fromOffset: 0, nextOffset: endOffset })),
  records: TOPICS[output].flatMap(({ records }, partition) => records.map((record) => ({ ...record, partition }))),
})

await describeWithPostgres('the PostgreSQL sink', (url) => {
  let address = { connectionString: '' }
  let admin: pg.Client
  const opened: { close(): Promise<void> }[] = []
  const stop = new AbortController()

  beforeEach(async () => {
    address = { connectionString: await freshSchema(url) }
    admin = await connectDatabase(address)
  })
  afterEach(async () => {
    for (const one of opened.splice(0).reverse()) await one.close()
    await admin.end()
  })

  const open = async (retrying: () => void = () => {}): Promise<Sink> => {
    const sink = await openTestSink({ address, signal: stop.signal, retrying })
    opened.push(sink)
    return sink
  }
  const claimed = async (retrying?: () => void): Promise<Sink> => {
    const sink = await open(retrying)
    await sink.claim({ group: 'test', logId: 'test', partitions: PARTITIONS })
    return sink
  }

  test('a loader whose connection breaks at every eleventh request loads everything, each record once', async () => {
    await open()
    const cuts = ['before', 'after'] as const
    const proxy = await cuttingProxy(address.connectionString, (at) =>
      at > 10 && at % 11 === 0 ? cuts[at % 2] : undefined,
    )
    let retries = 0
    const retrying = (): void => {
      retries += 1
    }
    const sink = await openTestSink({ address: proxy.address, signal: stop.signal, retrying })
    opened.push(proxy, sink)

    const { tables } = await runSink({
      reader: memoryTopics(TOPICS, { seed: SEED }),
      sink,
      signal: stop.signal,
      timers: turnTimers(),
      limits: { maxRecords: 5 },
      untilEnd: true,
    })

    const { rows, conflicts } = await readTables(address)
    const expected = expectedTables(ENTRIES)
    const sum = (name: 'records' | 'unconfirmed') =>
      OUTPUT_NAMES.reduce((total, output) => total + tables[output][name], 0)
    expect(OUTPUT_NAMES.map((output) => rows[output].length)).toEqual(OUTPUT_NAMES.map((o) => expected.rows[o].length))
    expect(conflicts).toHaveLength(expected.conflicts.length)
    expect(sum('records')).toBe(ENTRIES.length)
    expect({ retries: retries > 2, unconfirmed: sum('unconfirmed') > 0 }).toEqual({ retries: true, unconfirmed: true })
  })

  test('a row that someone holds locked for longer than the lock timeout is waited for', async () => {
    let retried = false
    const sink = await claimed(() => {
      retried = true
      void admin.query('COMMIT')
    })
    await sink.load(wholeTopic('customers'))
    await admin.query('BEGIN; LOCK TABLE orders IN SHARE ROW EXCLUSIVE MODE')

    const { inserted } = await sink.load(wholeTopic('curated'))

    expect({ retried, inserted }).toEqual({ retried: true, inserted: EXPECTED.curated.length })
  })

  test('rows read as what they are: exact money, instants of ms in any zone, JSON', async () => {
    const sink = await claimed()
    for (const output of OUTPUT_NAMES) await sink.load(wholeTopic(output))

    const { rows } = await admin.query<{ readonly found: string }>(`
      SELECT found FROM (
        SELECT 1, max(amount)::text AS found FROM orders
        UNION ALL SELECT 2, min(created_ts AT TIME ZONE 'UTC')::text FROM orders
        UNION ALL SELECT 3, max(updated_ts AT TIME ZONE 'UTC')::text FROM orders
        UNION ALL SELECT 4, max(total_amount)::text FROM customers
        UNION ALL SELECT 5, bool_and(late_for -> 0 ->> 'window_start' = '2023-11-14T22:13:20.000Z')::text FROM late_orders
        UNION ALL SELECT 6, bool_and(jsonb_typeof(late_for) = 'array')::text FROM late_orders
        UNION ALL SELECT 7, max(length(original_value))::text FROM dead_letters
        UNION ALL SELECT 8, count(*)::text FROM order_metrics WHERE processing_duration_ms IS NOT NULL
        UNION ALL SELECT 9, bool_and(processed_at - source_timestamp = processing_duration_ms * interval '1 ms')::text FROM orders
        UNION ALL SELECT 10, bool_and(now() - loaded_at < interval '1 min')::text FROM orders
      ) AS found (at, found) ORDER BY at`)

    expect(rows.map(({ found }) => found)).toEqual([
      formatMoney(Math.max(...EXPECTED.curated.map(({ record }) => record.amount))),
      '1970-01-01 00:00:00',
      '9999-12-31 23:59:59.999',
      formatMoney(Math.max(...EXPECTED.customers.map(({ record }) => record.total_amount))),
      'true',
      'true',
      '256',
      '0',
      'true',
      'true',
    ])
  })

  test('OU7003 a record that the database refuses is named, and nothing of its batch is loaded', async () => {
    const sink = await claimed()
    const batch = wholeTopic('customers')
    const at = Math.floor(batch.records.length / 3)
    const { partition, offset, value } = batch.records[at]!
    const tooLarge = { ...outputCodecs.customers.decode(value!), total_amount: Number.MAX_SAFE_INTEGER }
    const refused = { ...batch.records[at]!, value: outputCodecs.customers.encode(tooLarge, 1) }
    const records = [...batch.records.slice(0, at), refused, ...batch.records.slice(at + 1)]

    const { code, message } = await failureOf(sink.load({ ...batch, records }))
    const { rows } = await admin.query(
      'SELECT (SELECT count(*) FROM customers) + (SELECT sum(next_offset) FROM sink_offsets) AS left',
    )

    expect({ code, message, rows }).toEqual({
      code: 'OU7003',
      message: `database refuses a record: ${OUTPUT_TOPICS.customers}/${partition}@${offset}: numeric field overflow`,
      rows: [{ left: '0' }],
    })
  })

  test.each([
    ['ALTER TABLE orders DROP COLUMN tax', 'orders: column tax is missing'],
    ['ALTER TABLE customers ALTER order_count TYPE integer', 'customers: column order_count is integer, not bigint'],
    ['ALTER TABLE dead_letters ALTER original_key SET NOT NULL', 'dead_letters: column original_key must allow NULL'],
    ['ALTER TABLE late_orders ADD loader text NOT NULL', 'late_orders: column loader must have a default'],
    ['ALTER TABLE orders DROP CONSTRAINT orders_pkey', 'orders: primary key must be order_id'],
  ])('OU1308 %s is noticed when a sink opens', async (statement, detail) => {
    await open()
    await admin.query(statement)

    const { code, message } = await failureOf(open())

    expect({ code, message }).toEqual({ code: 'OU1308', message: `table does not match the plan: ${detail}` })
  })

  test('columns that others have added, and that fill themselves, are let be', async () => {
    await open()
    await admin.query(`ALTER TABLE orders ADD note text, ADD team text NOT NULL DEFAULT 'sales'`)

    const { inserted } = await (await claimed()).load(wholeTopic('curated'))

    expect(inserted).toBeGreaterThan(0)
  })

  test('OU1308 a table that changes under a running loader stops it', async () => {
    const sink = await claimed()
    await admin.query('ALTER TABLE orders DROP COLUMN tax')

    const { code } = await failureOf(sink.load(wholeTopic('curated')))

    expect(code).toBe('OU1308')
  })

  test('OU1201 and OU1202 tell where, and never show the password', async () => {
    const listener = createServer().listen(0, '127.0.0.1')
    await once(listener, 'listening')
    const free = (listener.address() as { readonly port: number }).port
    listener.close()
    const nobody = `postgres://me:canary@127.0.0.1:${free}/orders`
    const wrong = new URL(url)
    const { password } = wrong
    wrong.pathname = '/no_such_database'

    const failures = await Promise.all(
      [nobody, wrong.href].map((connectionString) =>
        failureOf(openTestSink({ address: { connectionString }, signal: stop.signal, retrying: () => {} })),
      ),
    )

    expect(failures.map(({ code, message }) => `${code} ${message}`)).toEqual([
      `OU1201 database cannot be reached: 127.0.0.1:${free}/orders`,
      `OU1202 database refuses the login: ${wrong.host}/no_such_database`,
    ])
    for (const secret of ['canary', password]) expect(inspect(failures, { depth: 9 })).not.toContain(secret)
  })
})
