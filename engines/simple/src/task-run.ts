import {
  type ClaimedTask,
  type EngineRun,
  OrderUpError,
  type Position,
  type RunSummary,
  type StepLimits,
} from '@order-up/contracts'
import { Decoders } from '@order-up/engine-core'
import { BatchReader } from './batch-reader.ts'
import { Committer } from './committer.ts'
import { RecordHandler } from './handler.ts'
import { Inbox, type Turn } from './inbox.ts'
import { restoreState, type SimpleState } from './simple-state.ts'
import { StepBuilder } from './step-builder.ts'

/** What a claim needs to run: the task, the run asked for, and its limits, resolved. */
export interface TaskSetting {
  readonly task: ClaimedTask
  readonly run: EngineRun
  readonly limits: StepLimits
}

const byPartition = (positions: readonly Position[], partitions: number): readonly number[] => {
  const offsets = new Array<number>(partitions).fill(0)
  for (const { partition, offset } of positions) offsets[partition] = offset
  return offsets
}

/** Runs a claimed task from its restored state to the end asked for; rejects as `Engine.run` does. */
export const runTask = async (setting: TaskSetting): Promise<RunSummary> => {
  const { task, run } = setting
  const { partitions } = run.log
  const state = await restoreState(task, partitions)
  state.control.open(partitions)
  return new TaskRun(setting, state, byPartition(await run.log.ends(task.task.inputs), partitions)).run()
}

/** The loop: advance until the step is full or input runs out, commit, wait, until the end. */
class TaskRun {
  readonly #setting: TaskSetting
  readonly #state: SimpleState
  readonly #step: StepBuilder
  readonly #handler: RecordHandler
  readonly #committer: Committer
  readonly #inbox: Inbox
  readonly #reader: BatchReader
  /** Fires when the step that is being filled has waited long enough for its commit. */
  #deadline: Promise<void> | undefined
  #isDue = false
  #records = 0

  constructor(setting: TaskSetting, state: SimpleState, endOffsets: readonly number[]) {
    const { task, run, limits } = setting
    const { partitions } = run.log
    if (run.flush === true && state.control.flushEnds === undefined) state.control.intendFlush(endOffsets)
    const stopOffsets =
      state.control.flushEnds ?? (run.untilEnd === true ? endOffsets : endOffsets.map(() => Number.POSITIVE_INFINITY))
    const decoders = new Decoders(run.log)
    this.#setting = setting
    this.#state = state
    this.#step = new StepBuilder({ partitions, schemaIds: task.schemaIds, limits, changes: state.changes })
    this.#handler = new RecordHandler(state, this.#step, decoders.of)
    this.#committer = new Committer({ task, step: this.#step, clock: state.clock, observer: run.observer ?? {} })
    const positions = byPartition(task.positions, partitions)
    const { maxDriftMs } = limits
    this.#inbox = new Inbox({ clock: state.clock, maxDriftMs, positions, endOffsets, stopOffsets })
    this.#reader = new BatchReader({ task, signal: run.signal, decoders, inbox: this.#inbox })
  }

  async run(): Promise<RunSummary> {
    try {
      // P and the intent to flush are committed before anything that rests on them.
      await this.#commit()
      await this.#committer.settled()
      await this.#readAndHandle()
      if (this.#state.control.flushEnds !== undefined) await this.#flush()
      await this.#commit()
      await this.#committer.settled()
      return this.#summary()
    } finally {
      this.#reader.close()
    }
  }

  async #readAndHandle(): Promise<void> {
    const { signal } = this.#setting.run
    while (!signal.aborted) {
      if (!this.#advance()) await this.#commit()
      else if (this.#inbox.isDone) return
      else await this.#wait()
    }
  }

  /** Handles what has been read. False where the step filled first. */
  #advance(): boolean {
    for (;;) {
      if (!this.#handler.settle()) return false
      const turn = this.#nextTurn()
      if (turn === undefined) return true
      if (!this.#take(turn)) return false
    }
  }

  #nextTurn(): Turn | undefined {
    const { windows, customers } = this.#state
    if (windows.pending + customers.pending <= this.#setting.limits.maxPending) return this.#inbox.next()
    const turn = this.#inbox.nextOfSlowest()
    return turn === 'stalled' ? this.#stall() : turn
  }

  /** Too much is pending and nothing can be read that would move time: a bounded run can't go on, others wait. */
  #stall(): undefined {
    const { run, limits } = this.#setting
    const partition = this.#state.clock.slowest()[0] as number
    if (this.#inbox.isBounded && !this.#inbox.isDone)
      throw new OrderUpError('OU1304', { detail: `more than ${limits.maxPending}, waiting for partition ${partition}` })
    run.observer?.stalled?.(partition)
    return undefined
  }

  #take({ partition, untilMs }: Turn): boolean {
    const { clock } = this.#state
    for (let record = this.#inbox.peek(partition); record !== undefined; record = this.#inbox.peek(partition)) {
      if (clock.maxTsMs(partition) > untilMs) return true
      if (this.#step.isFull || !this.#handler.handle(partition, record)) return false
      this.#step.advance(partition, this.#inbox.take(partition))
      this.#records += 1
      if (!this.#handler.settle()) return false
    }
    return true
  }

  /** Waits for input, or for the time to commit what has been done so far. */
  async #wait(): Promise<void> {
    const { limits } = this.#setting
    const waits: Promise<void>[] = [this.#reader.more(), this.#committer.failing()]
    if (!this.#step.isEmpty) {
      if (this.#isDue || limits.commitIntervalMs === 0) return this.#commit()
      this.#deadline ??= this.#newDeadline()
      waits.push(this.#deadline)
    }
    await Promise.race(waits)
  }

  /** Fires when the step has waited long enough, unless it has been committed by then. */
  #newDeadline(): Promise<void> {
    const { limits, run } = this.#setting
    const deadline = run.timers.sleep(limits.commitIntervalMs, run.signal).then(() => {
      if (this.#deadline === deadline) this.#isDue = true
    })
    return deadline
  }

  /** Begins to commit the step, once the one before it is durable; after `signal` nothing more is committed. */
  async #commit(): Promise<void> {
    await this.#committer.settled()
    if (this.#setting.run.signal.aborted || this.#step.isEmpty) return
    this.#deadline = undefined
    this.#isDue = false
    this.#committer.begin()
  }

  /** Closes every window, counts every order, then seals the state (E5). */
  async #flush(): Promise<void> {
    const { signal } = this.#setting.run
    this.#state.clock.complete()
    while (!signal.aborted && !this.#handler.settle()) await this.#commit()
    if (!signal.aborted) this.#state.control.seal()
  }

  #summary(): RunSummary {
    const { refused, held, curated, heartbeats } = this.#handler.tally
    const { commits } = this.#committer
    return { records: this.#records, refused, held, curated, heartbeats, outputs: this.#step.emitted, commits }
  }
}
