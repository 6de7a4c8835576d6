import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { type CuratedOrder, type LoadRecord, outputCodecs, type Sink } from '@order-up/contracts'
import { startLocalPostgres } from '@order-up/local'
import { openPostgresSink } from '@order-up/sink'
import pg from 'pg'
import { median } from './run-engine.ts'

/**
 * Rows a second into PostgreSQL: the sink against single-row upserts in transactions of 1,000, on one server. They take
 * turns, and the median of each counts.
 */

const ROWS = 100_000
const KEYS = ROWS / 2 // every order comes twice: one insert, one update
const BATCH = 5_000
const TRANSACTION = 1_000
const ROUNDS = 5
const BAR = 6

const order = (offset: number): CuratedOrder => ({
  order_id: `ORD-${String((offset * 7_919) % KEYS).padStart(8, '0')}`,
  customer_id: `CUST-EU-${offset % 10_000}`,
  status: offset < KEYS ? 'pending_payment' : 'confirmed',
  currency: 'EUR',
  amount: 1_000 + (offset % 90_000),
  items_count: 1 + (offset % 5),
  region: 'eu',
  tax: 190 + (offset % 17_000),
  order_value_category: 'medium',
  merchant_id: 'MERCH-EU-042',
  created_ts: 1_736_782_200_000 + (offset % KEYS),
  updated_ts: 1_736_782_200_000 + offset,
  event_count: offset < KEYS ? 1 : 2,
  last_event_id: `00000000-0000-4000-8000-${String(offset).padStart(12, '0')}`,
  event_ts: 1_736_782_200_000 + offset,
  source_timestamp: 1_736_782_200_000 + offset,
  source_partition: 0,
  source_offset: offset,
})

const loadRecord = (offset: number): LoadRecord => {
  const row = order(offset)
  const value = outputCodecs.curated.encode(row, 2)
  return { partition: 0, offset, timestampMs: row.source_timestamp + 20, key: Buffer.from(row.order_id), value }
}

const loadAll = async (sink: Sink, records: readonly LoadRecord[]): Promise<void> => {
  const loads: Promise<unknown>[] = []
  for (let from = 0; from < records.length; from += BATCH) {
    const spans = [{ partition: 0, fromOffset: from, nextOffset: from + BATCH }]
    loads.push(sink.load({ output: 'curated', spans, records: records.slice(from, from + BATCH) }))
    if (loads.length >= 2) await loads.shift()
  }
  await Promise.all(loads)
}

/** The columns of an order, and how a single row is upserted: one prepared statement, as a plain sink would. */
const FIELDS = Object.keys(order(0)) as readonly (keyof CuratedOrder)[]
const INSTANTS = new Set(['created_ts', 'updated_ts', 'event_ts', 'source_timestamp'])
const MONEY = new Set(['amount', 'tax'])

const placeholder = (field: string, at: number): string => {
  if (INSTANTS.has(field)) return `to_timestamp($${at}::float8 / 1000)`
  return MONEY.has(field) ? `$${at}::numeric / 100` : `$${at}`
}

const UPSERT = `INSERT INTO orders_single (${FIELDS.join(', ')})
  VALUES (${FIELDS.map((field, index) => placeholder(field, index + 1)).join(', ')})
  ON CONFLICT (order_id) DO UPDATE SET ${FIELDS.map((field) => `${field} = excluded.${field}`).join(', ')}
  WHERE orders_single.source_offset < excluded.source_offset`

const upsertAll = async (client: pg.Client, rows: readonly CuratedOrder[]): Promise<void> => {
  for (const [index, row] of rows.entries()) {
    if (index % TRANSACTION === 0) await client.query('BEGIN')
    await client.query({ name: 'upsert', text: UPSERT, values: FIELDS.map((field) => row[field]) })
    if (index % TRANSACTION === TRANSACTION - 1) await client.query('COMMIT')
  }
}

const perSecond = async (work: () => Promise<void>): Promise<number> => {
  const started = performance.now()
  await work()
  return (ROWS / (performance.now() - started)) * 1_000
}

const compare = async (url: string): Promise<number> => {
  const rows = Array.from({ length: ROWS }, (_, offset) => order(offset))
  const records = rows.map((_, offset) => loadRecord(offset))
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  const address = { connectionString: url }
  const timers = { sleep: (ms: number, signal: AbortSignal) => sleep(ms, undefined, { signal }) }
  const sink = await openPostgresSink({ address, timers, random: Math.random, signal: new AbortController().signal })
  await client.query('CREATE TABLE orders_single (LIKE orders INCLUDING ALL)')
  for (const column of ['source', 'processed_at', 'processing_duration_ms', 'loaded_at'])
    await client.query(`ALTER TABLE orders_single DROP COLUMN IF EXISTS ${column}`)
  const rates = { single: [] as number[], sink: [] as number[] }
  for (let round = 0; round < ROUNDS; round += 1) {
    await client.query('TRUNCATE orders, orders_single')
    await client.query('DELETE FROM sink_offsets')
    await sink.claim({ group: `round-${round}`, logId: 'bench', partitions: 1 })
    const single = await perSecond(() => upsertAll(client, rows))
    const sinks = await perSecond(() => loadAll(sink, records))
    rates.single.push(single)
    rates.sink.push(sinks)
    console.log(`  sink ${Math.round(sinks)} rows/s, single-row upserts ${Math.round(single)} rows/s`)
  }
  const { rows: counts } = await client.query('SELECT count(*) AS n, max(source_offset) AS last FROM orders')
  await Promise.all([sink.close(), client.end()])
  if (Number(counts[0].n) !== KEYS || Number(counts[0].last) !== ROWS - 1) throw new Error('the sink lost rows')
  return median(rates.sink) / median(rates.single)
}

export const postgresLoad = async (): Promise<boolean> => {
  const dataDir = mkdtempSync(join(tmpdir(), 'order-up-bench-'))
  const server = await startLocalPostgres({ dataDir, durable: true })
  try {
    const ratio = await compare(server.url)
    console.log(`  ${ROWS} rows, half of them updates, PostgreSQL ${server.version}, durable commits`)
    console.log(`  ratio ${ratio.toFixed(1)} (medians of ${ROUNDS}), bar ${BAR}`)
    return ratio >= BAR
  } finally {
    await server.stop()
    rmSync(dataDir, { recursive: true, force: true })
  }
}
