import { DEFAULT_LIMITS, type Engine, type RunSummary } from '@order-up/contracts'
import type { KafkaLog } from '@order-up/log/kafka'
import { type CommandContext, defineCommand } from '../command.ts'
import { given, wholeNumber } from '../config/setting-kinds.ts'
import { withEngine } from '../engines.ts'
import { withLog } from '../kafka/open-log.ts'
import { EngineVitals } from '../observe/engine-vitals.ts'
import type { EngineWitness } from '../observe/metrics.ts'
import { TaskBoard } from '../observe/task-board.ts'
import { watchLog } from '../observe/watch-log.ts'
import { httpSetting, type Observed, withStatus } from '../observe/with-status.ts'
import { seldomRedraw } from '../terminal/seldom-redraw.ts'
import { wallClock } from '../wall-clock.ts'
import { engineSetting } from './engine-setting.ts'
import { stateDirSetting, stateFolder } from './state-dir-setting.ts'
import { replicationFactorSetting, topicPrefixSetting } from './topic-settings.ts'

const progressTo = ({ terminal }: CommandContext) => {
  const redraw = seldomRedraw(terminal)
  let records = 0
  return (step: { readonly records: number }): void => {
    records += step.records
    redraw(() => `${records.toLocaleString('en')} records committed`)
  }
}

const summaryLine = ({ records, refused, outputs, commits }: RunSummary): string => {
  const letters = Object.values(refused).reduce((sum, count) => sum + count, 0)
  const counts = Object.entries(outputs).map(([name, count]) => `${name} ${count.toLocaleString('en')}`)
  return `${records.toLocaleString('en')} raw records (${letters.toLocaleString('en')} refused) in ${commits.toLocaleString('en')} commits: ${counts.join(', ')}`
}

export const engineRun = defineCommand({
  words: ['engine', 'run'],
  summary: 'runs an engine on Kafka, exactly once, until stopped; further instances stand by or share its tasks',
  examples: [
    { does: 'run it until Ctrl-C', line: 'order-up engine run' },
    { does: 'compute what is there, then end', line: 'order-up engine run --until-end' },
    { does: 'with health and metrics for a cluster to look at', line: 'order-up engine run --http 9400' },
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
    http: httpSetting,
    stateDir: stateDirSetting,
    replicationFactor: replicationFactorSetting,
    topicPrefix: topicPrefixSetting,
    json: given('print what was done as one JSON document'),
  },
  async run({ engine: name, untilEnd, flush, shadow, commitInterval, http, stateDir, json, ...topics }, context) {
    const { terminal, signal } = context
    const disk = { folder: stateFolder(stateDir, topics.topicPrefix), log: (line: string) => terminal.note(line) }
    const vitals = new EngineVitals(wallClock.nowMs)
    const board = new TaskBoard()
    const observed: Observed<EngineWitness> = {
      port: http,
      vitals,
      measure: ({ engineMetrics }, register) => engineMetrics(register, name, board),
      about: () => ({ engine: name, shadow, tasks: board.tasks }),
    }
    const run = (engine: Engine, log: KafkaLog, counting: readonly EngineWitness[]): Promise<RunSummary> => {
      terminal.note(`engine ${name} on ${log.partitions} partitions${shadow ? ', in shadow' : ''}`)
      const witnesses = [vitals, ...counting]
      return engine.run({
        log: watchLog(log.connect({ name, shadow }), { witnesses, nowMs: wallClock.nowMs }),
        signal,
        timers: wallClock,
        limits: { commitIntervalMs: commitInterval },
        observer: {
          reporting: board.reporting,
          committed: progressTo(context),
          advanced: (partition, maxTsMs) => {
            for (const witness of counting) witness.advanced(partition, maxTsMs)
          },
          stalled: (partition) => terminal.note(`waiting for partition ${partition}: send heartbeats to it`),
        },
        untilEnd,
        flush,
      })
    }
    const summary = await withStatus(observed, context, (counting) =>
      withLog(topics, context, (log) => withEngine(name, disk, (engine) => run(engine, log, counting))),
    )
    if (json) await terminal.printDocument({ engine: name, summary })
    else terminal.note(summaryLine(summary))
    return 0
  },
})
