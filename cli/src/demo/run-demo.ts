import { accessSync, constants } from 'node:fs'
import { basename } from 'node:path'
import { DEFAULT_PARTITIONS, EXIT, OrderUpError, type RawAppend } from '@order-up/contracts'
import { createMemoryLog, type MemoryLog } from '@order-up/log'
import { generateOrders, type ProduceProgress, readRawLines } from '@order-up/producer'
import type { CommandContext } from '../command.ts'
import type { DatabaseAddress } from '../database/address.ts'
import { ENGINES, type EngineName } from '../engines.ts'
import type { Terminal } from '../terminal/terminal.ts'
import { wallClock } from '../wall-clock.ts'
import { DEMO_SCHEMA, type DemoDatabase, openDemoDatabase } from './demo-database.ts'
import type { DemoReport } from './demo-report.ts'
import { makeReport } from './make-report.ts'
import { nextLines } from './next-lines.ts'
import { openLoader } from './open-loader.ts'
import { reportLines } from './report-text.ts'
import { runEngineOn } from './run-engine.ts'
import { type PipelineResult, runPipeline } from './run-pipeline.ts'

export interface DemoOptions {
  readonly engine: EngineName
  readonly orders: number
  readonly seed: number
  /** Raw records a second; 0 for as fast as they are taken. */
  readonly rate: number
  /** Path of a raw log to replay instead of generated orders. */
  readonly file: string | undefined
  /** Path of the local server's files. */
  readonly dataDir: string | undefined
  /** Port of the local server; a free one where none is given. */
  readonly port: number | undefined
  readonly address: DatabaseAddress | undefined
  readonly keep: boolean
  readonly json: boolean
}

/** Raw records that the producer may be ahead of the engine. */
const MAX_UNREAD = 10_000

/** Throws OU1101 now rather than when a database has been started for nothing. */
const assertReadable = (file: string): void => {
  try {
    accessSync(file, constants.R_OK)
  } catch (cause) {
    throw new OrderUpError('OU1101', { detail: file, cause })
  }
}

const sourceText = ({ file, orders, seed }: DemoOptions): string =>
  file === undefined ? `${orders.toLocaleString('en')} orders of seed ${seed}` : `the raw log ${basename(file)}`

const recordsOf = (
  { file, orders, seed }: DemoOptions,
  log: MemoryLog,
): Iterable<RawAppend> | AsyncIterable<RawAppend> =>
  file === undefined
    ? generateOrders({ partitions: log.partitions, schemaId: log.schemaId, count: orders, seed })
    : readRawLines(file, log)

const newLog = (): MemoryLog =>
  createMemoryLog({
    partitions: DEFAULT_PARTITIONS,
    maxUnread: MAX_UNREAD,
    now: wallClock.nowMs,
    logId: `demo-${process.pid}-${wallClock.nowMs()}`,
  })

const progressTo =
  (terminal: Terminal) =>
  ({ records }: ProduceProgress): void =>
    terminal.redraw(`${records.toLocaleString('en')} raw records`)

const runOn = async (
  database: DemoDatabase,
  options: DemoOptions,
  { terminal, signal }: CommandContext,
): Promise<PipelineResult> => {
  const log = newLog()
  const loader = await openLoader({ url: database.url, reader: log })
  try {
    signal.throwIfAborted()
    return await runPipeline({
      log,
      records: recordsOf(options, log),
      rate: options.rate,
      runEngine: runEngineOn({ create: ENGINES[options.engine].create, log, timers: wallClock }),
      load: loader.load,
      clock: wallClock,
      signal,
      sent: progressTo(terminal),
    })
  } finally {
    await loader.close()
  }
}

const textOf = (report: DemoReport, next: readonly string[], { paint }: Terminal): string =>
  [...reportLines(report, paint), ...next].join('\n')

/** As long as a timer can last: 24 days. */
const UNTIL_STOPPED_MS = 2_147_483_647

/**
 * Runs the demo and resolves to its exit code: 1 where something does not add up. Whatever happens, the server that it
 * started ends with it and leaves nothing behind.
 */
export const runDemo = async (options: DemoOptions, context: CommandContext): Promise<number> => {
  const { terminal, signal, hide } = context
  const startedMs = wallClock.nowMs()
  if (options.file !== undefined) assertReadable(options.file)
  terminal.redraw('opening the database …')
  const database = await openDemoDatabase({ ...options, hide })
  try {
    signal.throwIfAborted()
    terminal.note(`PostgreSQL ${database.version} at ${database.place}, schema ${DEMO_SCHEMA}`)
    const run = await runOn(database, options, context)
    const { version, local } = database
    const report = await makeReport(database.client, run, {
      engine: options.engine,
      source: sourceText(options),
      database: { version, local, schema: DEMO_SCHEMA },
      durationMs: wallClock.nowMs() - startedMs,
    })
    if (options.json) await terminal.printDocument(report)
    else await terminal.print(textOf(report, nextLines(options, database, terminal.paint), terminal))
    if (options.keep && local) await wallClock.sleep(UNTIL_STOPPED_MS, signal)
    return report.ok ? 0 : EXIT.differences
  } finally {
    await database.close()
  }
}
