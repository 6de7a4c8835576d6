import { DEFAULT_LIMITS, type RunSummary } from '@order-up/contracts'
import { type CommandContext, defineCommand } from '../command.ts'
import { given, wholeNumber } from '../config/setting-kinds.ts'
import { ENGINES } from '../engines.ts'
import { withLog } from '../kafka/open-log.ts'
import { wallClock } from '../wall-clock.ts'
import { engineSetting } from './engine-setting.ts'
import { replicationFactorSetting, topicPrefixSetting } from './topic-settings.ts'

const REDRAW_MS = 200

const progressTo = ({ terminal }: CommandContext) => {
  let records = 0
  let drawnMs = 0
  return (step: { readonly records: number }): void => {
    records += step.records
    const nowMs = wallClock.nowMs()
    if (nowMs - drawnMs < REDRAW_MS) return
    drawnMs = nowMs
    terminal.redraw(`${records.toLocaleString('en')} records committed`)
  }
}

const summaryLine = ({ records, refused, outputs, commits }: RunSummary): string => {
  const letters = Object.values(refused).reduce((sum, count) => sum + count, 0)
  const counts = Object.entries(outputs).map(([name, count]) => `${name} ${count.toLocaleString('en')}`)
  return `${records.toLocaleString('en')} raw records (${letters.toLocaleString('en')} refused) in ${commits.toLocaleString('en')} commits: ${counts.join(', ')}`
}

export const engineRun = defineCommand({
  words: ['engine', 'run'],
  summary: 'runs an engine on Kafka, exactly once, until stopped; further instances stand by',
  examples: [
    { does: 'run it until Ctrl-C', line: 'order-up engine run' },
    { does: 'compute what is there, then end', line: 'order-up engine run --until-end' },
    { does: 'beside the one that owns the live topics', line: 'order-up engine run --shadow' },
  ],
  arguments: [],
  settings: {
    engine: engineSetting('the engine to run'),
    untilEnd: given('stop at the ends that the raw partitions have now'),
    flush: given('declare the log complete: close every window, count every order, and seal the state'),
    shadow: given('write to shadow topics only'),
    commitInterval: wholeNumber({
      about: 'longest time in ms from the first change of a step to its commit',
      least: 0,
      most: 60_000,
      fallback: DEFAULT_LIMITS.commitIntervalMs,
      lasting: true,
    }),
    replicationFactor: replicationFactorSetting,
    topicPrefix: topicPrefixSetting,
    json: given('print what was done as one JSON document'),
  },
  async run({ engine: name, untilEnd, flush, shadow, commitInterval, json, ...topics }, context) {
    const { terminal, signal } = context
    const engine = ENGINES[name]()
    const summary = await withLog(topics, context, (log) => {
      terminal.note(`engine ${engine.name} on ${log.partitions} partitions${shadow ? ', in shadow' : ''}`)
      return engine.run({
        log: log.connect({ name: engine.name, shadow }),
        signal,
        timers: wallClock,
        limits: { commitIntervalMs: commitInterval },
        observer: {
          committed: progressTo(context),
          stalled: (partition) => terminal.note(`waiting for partition ${partition}: send heartbeats to it`),
        },
        untilEnd,
        flush,
      })
    })
    if (json) await terminal.printDocument({ engine: engine.name, summary })
    else terminal.note(summaryLine(summary))
    return 0
  },
})
