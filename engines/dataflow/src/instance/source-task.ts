import { type ClaimedTask, type LogRecord, RAW_TOPIC } from '@order-up/contracts'
import { Assembly } from '../graph/assemble.ts'
import { mergesFor, shufflePartition } from '../shuffle/shuffle-topic.ts'
import type { Store } from '../store/store.ts'
import { PartitionTime } from '../task/partition-time.ts'
import { NO_PROGRESS, sourceProgressCodec, timeOr } from '../task/source-progress.ts'
import { SourceWork } from '../task/source-work.ts'
import type { SourceContext } from '../task/task-context.ts'
import type { InstanceContext, TaskSetting } from './instance-context.ts'
import { loopOf, type OpenTask, openTask } from './open-task.ts'

/** What the operators of a source task see of it; the record in hand changes. */
class SourceTaskContext implements SourceContext {
  readonly state
  readonly step
  readonly partition: number
  readonly time: PartitionTime
  readonly decoderOf
  offset = 0
  /** Nothing waits for time over all partitions before the shuffle. */
  readonly pending = { add: () => {} }

  constructor({ context }: OpenTask, partition: number, instance: InstanceContext, time: PartitionTime) {
    this.state = context.state
    this.step = context.step
    this.partition = partition
    this.time = time
    this.decoderOf = instance.decoders.of
  }
}

const shuffleFrom = (source: number, { engine, run }: InstanceContext) => {
  const { partitions } = run.log
  return Array.from({ length: mergesFor(partitions) }, (_, merge) =>
    shufflePartition(engine, { source, merge, partitions }),
  )
}

/** Runs the source task of a raw partition until it is lost, or the instance ends. */
export const runSource = async (task: ClaimedTask, store: Store, setting: TaskSetting): Promise<void> => {
  const { instance } = setting
  const { alignment, bounds, job, run, stops } = instance
  const stopOffset = await stops.of(task)
  if (stopOffset === undefined) return
  const { partition, offset } = task.positions[0]!
  const open = openTask(task, store, instance)
  const progress = open.state.keyed('x', sourceProgressCodec)
  const last = { ...(progress.get('') ?? NO_PROGRESS), position: offset }
  const time = new PartitionTime(timeOr(last.maxTsMs))
  const context = new SourceTaskContext(open, partition, instance, time)
  const [end] = await run.log.ends([{ topic: RAW_TOPIC, partition }])
  if (last.maxTsMs !== null) run.observer?.advanced?.(partition, last.maxTsMs)
  alignment.join(partition, open.bell.ring)
  try {
    const work = new SourceWork({
      partition,
      state: open.state,
      step: open.step,
      time,
      alignment,
      progress,
      last,
      first: new Assembly<SourceContext>(context).operator(job.first),
      handles: (record: LogRecord) => {
        context.offset = record.offset
      },
      endOffset: end!.offset,
      stopOffset,
      flush: bounds.flush,
      shuffle: shuffleFrom(partition, instance),
    })
    await loopOf(open, work, setting).run()
  } finally {
    alignment.leave(partition)
  }
}
