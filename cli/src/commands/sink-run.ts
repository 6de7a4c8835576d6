import { OUTPUT_NAMES } from '@order-up/contracts'
import type { Loaded, SinkSummary } from '@order-up/sink'
import { type CommandContext, defineCommand } from '../command.ts'
import { choice, given } from '../config/setting-kinds.ts'
import { addressText } from '../database/address.ts'
import { neededDatabase } from '../kafka/needed-addresses.ts'
import { withLog } from '../kafka/open-log.ts'
import { SinkVitals } from '../observe/sink-vitals.ts'
import { type SinkWitness, watchSink } from '../observe/watch-sink.ts'
import { httpSetting, type Observed, withStatus } from '../observe/with-status.ts'
import { alignRows } from '../terminal/align.ts'
import { seldomRedraw } from '../terminal/seldom-redraw.ts'
import { wallClock } from '../wall-clock.ts'
import { topicPrefixSetting } from './topic-settings.ts'

const progressTo = ({ terminal }: CommandContext) => {
  const redraw = seldomRedraw(terminal)
  let rows = 0
  return ({ report }: Loaded): void => {
    rows += report.inserted + report.updated
    redraw(() => `${rows.toLocaleString('en')} rows loaded`)
  }
}

const summaryLines = ({ tables }: SinkSummary): readonly string[] => {
  const head = ['', 'records', 'inserted', 'updated', 'stale', 'refused']
  const rows = OUTPUT_NAMES.map((name) => {
    const { records, inserted, updated, stale, refused } = tables[name]
    return [name, ...[records, inserted, updated, stale, refused].map((count) => count.toLocaleString('en'))]
  })
  return alignRows([head, ...rows], ['left', 'right', 'right', 'right', 'right', 'right'])
}

export const sinkRun = defineCommand({
  words: ['sink', 'run'],
  summary: 'loads the output topics into a database, exactly once, until stopped',
  examples: [
    { does: 'load until Ctrl-C', line: 'order-up sink run' },
    { does: 'load what is there, then end', line: 'order-up sink run --until-end' },
  ],
  arguments: [],
  settings: {
    sink: choice<'postgres', 'postgres'>({
      about: 'the database to load',
      choices: ['postgres'],
      fallback: 'postgres',
      placeholder: '<name>',
      lasting: true,
    }),
    untilEnd: given('stop at the ends that the topics have now'),
    http: httpSetting,
    topicPrefix: topicPrefixSetting,
    json: given('print what was done as one JSON document'),
  },
  async run({ untilEnd, topicPrefix, http, json }, context) {
    const { terminal, signal } = context
    const address = neededDatabase(context)
    const { openPostgresSink, runSink } = await import('@order-up/sink')
    const summary = await withLog({ topicPrefix }, context, async ({ reader }) => {
      const vitals = new SinkVitals(reader, wallClock.nowMs)
      const observed: Observed<SinkWitness> = {
        port: http,
        vitals,
        measure: ({ sinkMetrics }, register) => sinkMetrics(register),
        about: () => ({ sink: 'postgres' }),
      }
      const sink = await openPostgresSink({
        address: address.connectionString === undefined ? address : { connectionString: address.connectionString },
        timers: wallClock,
        random: Math.random,
        signal,
        retrying: ({ cause }) => terminal.note(`database: ${(cause as Error).message}; trying again`),
      })
      terminal.note(`loading into ${addressText(address)}`)
      try {
        return await withStatus(observed, context, (counting) =>
          runSink({
            reader,
            sink: watchSink(sink, [vitals, ...counting], wallClock.nowMs),
            signal,
            timers: wallClock,
            untilEnd,
            loaded: progressTo(context),
          }),
        )
      } finally {
        await sink.close()
      }
    })
    if (json) await terminal.printDocument({ sink: 'postgres', summary })
    else terminal.note(summaryLines(summary).join('\n'))
    return 0
  },
})
