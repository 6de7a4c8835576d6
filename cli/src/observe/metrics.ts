import {
  type Batch,
  type ClaimedTask,
  type EngineObserver,
  type LoadBatch,
  type LoadReport,
  OUTPUT_TOPICS,
  outputCodecs,
  RAW_TOPIC,
  type Step,
  type TaskReport,
} from '@order-up/contracts'
import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client'
import type { TaskBoard } from './task-board.ts'
import type { Vitals } from './vitals.ts'
import type { LogWitness } from './watch-log.ts'
import type { SinkWitness } from './watch-sink.ts'

/** From one transaction on an idle broker to one that has been settled after a lost reply. */
const SECONDS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30]

const PHASES = ['starting', 'standby', 'restoring', 'running'] as const

/** Metrics that every part has: the process's own, its phase, and how many offsets of each input wait. */
export const commonMetrics = (vitals: Vitals): Registry => {
  const register = new Registry()
  collectDefaultMetrics({ register })
  new Gauge({
    name: 'order_up_phase',
    help: '1 for what it is at: starting, standby, restoring or running',
    labelNames: ['phase'],
    registers: [register],
    collect() {
      for (const phase of PHASES) this.set({ phase }, vitals.phase === phase ? 1 : 0)
    },
  })
  new Gauge({
    name: 'order_up_input_lag_records',
    help: 'Offsets between what is durable and the end of an input; transaction markers count. Absent where the log does not answer',
    labelNames: ['topic', 'partition'],
    registers: [register],
    async collect() {
      this.reset()
      for (const { topic, partition, offset, end } of await vitals.lags().catch(() => []))
        this.set({ topic, partition }, Math.max(end - offset, 0))
    },
  })
  return register
}

/** An engine's dealings with its log, and what only the engine itself can tell. */
export type EngineWitness = LogWitness & Required<Pick<EngineObserver, 'advanced'>>

/** What each task says of itself: the name of a metric, what it means, and its value. */
const TASK_METRICS: readonly (readonly [
  name: string,
  help: string,
  value: (task: TaskReport) => number | undefined,
])[] = [
  ['records_total', 'Raw records handled since the task was claimed', ({ records }) => records],
  ['commits_total', 'Steps committed since the task was claimed', ({ commits }) => commits],
  ['busy_seconds_total', 'Time spent handling since the task was claimed', ({ busyMs }) => busyMs / 1_000],
  ['watermark_timestamp_seconds', 'Event time that the task has come to', ({ timeMs }) => timeMs && timeMs / 1_000],
  ['state_keys', 'Keys of its local copy, as last written down', ({ stateKeys }) => stateKeys],
  ['state_bytes', 'Bytes of its local copy, as last written down', ({ stateBytes }) => stateBytes],
]

const taskMetrics = (register: Registry, board: TaskBoard): void => {
  for (const [name, help, value] of TASK_METRICS)
    new Gauge({
      name: `order_up_task_${name}`,
      help,
      labelNames: ['task'],
      registers: [register],
      collect() {
        this.reset()
        for (const task of board.tasks) {
          const now = value(task)
          if (now !== undefined) this.set({ task: task.task }, now)
        }
      },
    })
}

/** What an engine does, counted as it commits it. */
export const engineMetrics = (register: Registry, engine: string, board: TaskBoard): EngineWitness => {
  register.setDefaultLabels({ engine })
  taskMetrics(register, board)
  const registers = [register]
  const read = new Counter({
    name: 'order_up_records_in_total',
    help: 'Records read; those of a step that was not committed are read and counted again',
    labelNames: ['topic'],
    registers,
  })
  const written = new Counter({
    name: 'order_up_records_out_total',
    help: 'Records committed to an output',
    labelNames: ['topic'],
    registers,
  })
  const refused = new Counter({
    name: 'order_up_records_rejected_total',
    help: 'Dead letters committed, by their code',
    labelNames: ['reason'],
    registers,
  })
  const changes = new Counter({ name: 'order_up_state_changes_total', help: 'Keys of state committed', registers })
  const commits = new Histogram({
    name: 'order_up_txn_commit_seconds',
    help: 'From a step to its durability',
    buckets: SECONDS,
    registers,
  })
  const restored = new Gauge({
    name: 'order_up_restore_seconds',
    help: 'How long the last restore of state took',
    registers,
  })
  const fenced = new Counter({
    name: 'order_up_fenced_total',
    help: 'Steps refused, since another instance had taken over',
    registers,
  })
  const watermark = new Gauge({
    name: 'order_up_watermark_timestamp_seconds',
    help: 'Event time up to which a raw partition has been committed (its maxTs)',
    labelNames: ['partition'],
    registers,
  })
  /** Whoever has the task now tells the time of its partition. */
  const forgetTime = ({ task }: ClaimedTask): void => {
    for (const { topic, partition } of task.inputs) if (topic === RAW_TOPIC) watermark.remove({ partition })
  }
  return {
    claimed: (task: ClaimedTask) => task.lost.addEventListener('abort', () => forgetTime(task), { once: true }),
    closed: forgetTime,
    advanced: (partition: number, maxTsMs: number) => watermark.set({ partition }, maxTsMs / 1_000),
    restored: (_: ClaimedTask, seconds: number) => restored.set(seconds),
    read: ({ topic, records }: Batch) => read.inc({ topic }, records.length),
    committed: (_: ClaimedTask, { outputs, state }: Step, seconds: number) => {
      commits.observe(seconds)
      changes.inc(state.length)
      for (const { output, value } of outputs) {
        written.inc({ topic: OUTPUT_TOPICS[output] })
        if (output === 'dlq') refused.inc({ reason: outputCodecs.dlq.decode(value).error_code })
      }
    },
    fenced: () => fenced.inc(),
  }
}

/** What a loader does, counted as it becomes durable. */
export const sinkMetrics = (register: Registry): SinkWitness => {
  const registers = [register]
  const rows = new Counter({
    name: 'order_up_sink_rows_total',
    help: 'Records by what became of them: inserted, updated, stale, refused or unconfirmed',
    labelNames: ['topic', 'op'],
    registers,
  })
  const merges = new Histogram({
    name: 'order_up_sink_merge_seconds',
    help: 'From a batch to its durability',
    buckets: SECONDS,
    registers,
  })
  return {
    loaded: ({ output }: LoadBatch, report: LoadReport, seconds: number) => {
      merges.observe(seconds)
      for (const op of ['inserted', 'updated', 'stale', 'refused', 'unconfirmed'] as const)
        rows.inc({ topic: OUTPUT_TOPICS[output], op }, report[op])
    },
  }
}
