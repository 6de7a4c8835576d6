import { setMaxListeners } from 'node:events'
import { type ClaimedTask, OrderUpError, type TaskPlan, type TaskReport } from '@order-up/contracts'
import type { Store } from '../store/store.ts'
import { Bell } from '../task/bell.ts'
import { FlushStops } from './flush-stops.ts'
import type { InstanceContext, TaskSetting } from './instance-context.ts'
import { KnownStops } from './known-stops.ts'
import { runMerge } from './merge-task.ts'
import { runSource } from './source-task.ts'
import { type Stops, unlessEnded } from './stops.ts'
import { isWholeRunDone } from './whole-run.ts'

/** Between two looks at whether a bounded run has come to its end in other instances too. */
const POLL_MS = 100

/** Why an instance has ended: where it was to, or to take part in a flush that was asked for beside it (E5). */
export type Ending = 'over' | 'flush-asked'

type RunTask = (task: ClaimedTask, store: Store, setting: TaskSetting) => Promise<void>

/** A task in the hands of this instance. */
interface Running {
  isIdle: boolean
  ended: Promise<void>
  /** What it is at; undefined until its state is at hand. */
  report?: () => TaskReport
}

/** A task that another instance has commits nothing more here; the others go on (E2). */
const isSuperseded = (error: unknown): boolean => error instanceof OrderUpError && error.code === 'OU1501'

/** One instance of the engine: holds the tasks that it is given, runs each of them, and lets go of what moves elsewhere. */
export class Instance {
  readonly #context: InstanceContext
  readonly #stop: AbortController
  readonly #running = new Map<string, Running>()
  /** Rung when a bounded run may have come to its end here. */
  readonly #changed = new Bell()
  #failure: { readonly error: unknown } | undefined
  #ending: Ending = 'over'

  constructor(context: Omit<InstanceContext, 'signal' | 'stops'>) {
    this.#stop = new AbortController()
    // As many wait for the end as there are tasks.
    setMaxListeners(0, this.#stop.signal)
    this.#context = { ...context, signal: this.#stop.signal, stops: this.#stopsOf(context) }
  }

  #stopsOf({ run, bounds }: Pick<InstanceContext, 'run' | 'bounds'>): Stops {
    const { signal } = this.#stop
    if (bounds.flush) return new FlushStops(run, signal)
    const flushAsked = (): void => {
      this.#ending = 'flush-asked'
      this.#end()
    }
    return new KnownStops({ run, bounds, signal, flushAsked })
  }

  /**
   * Runs until the end asked for, until a flush is asked for that it has no part in yet, or until the run's signal fires;
   * rejects with what went wrong with any task.
   */
  async run(): Promise<Ending> {
    const { run } = this.#context
    const stop = (): void => this.#end()
    run.signal.addEventListener('abort', stop)
    if (run.signal.aborted) stop()
    run.observer?.reporting?.(() => [...this.#running.values()].flatMap(({ report }) => report?.() ?? []))
    try {
      await Promise.all(this.#parts())
    } finally {
      run.signal.removeEventListener('abort', stop)
    }
    if (this.#failure !== undefined) throw this.#failure.error
    return this.#ending
  }

  /** All that goes on at once until the instance ends. None rejects. */
  #parts(): readonly Promise<void>[] {
    const { plans, bounds, stops } = this.#context
    return [
      this.#hold(plans.sources, runSource),
      this.#hold(plans.merges, runMerge),
      this.#beside(() => stops.follow()),
      ...(bounds.isBounded ? [this.#beside(() => this.#watchForTheEnd())] : []),
    ]
  }

  async #beside(work: () => Promise<void>): Promise<void> {
    await work().catch((error: unknown) => this.#fail(error))
  }

  #end(): void {
    this.#changed.ring()
    this.#stop.abort('the instance ends')
  }

  #fail(error: unknown): void {
    this.#failure ??= { error }
    this.#end()
  }

  /** Holds tasks of a plan until the instance ends. Never rejects. */
  async #hold(plan: TaskPlan, runTask: RunTask): Promise<void> {
    const held = new Set<Promise<void>>()
    try {
      for await (const task of this.#context.run.log.claims(plan, this.#stop.signal)) {
        const ended = this.#start(task, runTask)
        held.add(ended)
        void ended.then(() => held.delete(ended))
      }
    } catch (error) {
      this.#fail(error)
    }
    await Promise.all(held)
  }

  /** Runs a task in the background, once an earlier claim of it has ended here. Never rejects. */
  #start(task: ClaimedTask, runTask: RunTask): Promise<void> {
    const { name } = task.task
    const before = this.#running.get(name)?.ended ?? Promise.resolve()
    const running: Running = { isIdle: false, ended: Promise.resolve() }
    running.ended = before
      .then(() => this.#work(task, running, runTask))
      .catch((error: unknown) => {
        if (!isSuperseded(error)) this.#fail(error)
      })
      .finally(() => {
        if (this.#running.get(name) === running) this.#running.delete(name)
      })
    this.#running.set(name, running)
    return running.ended
  }

  async #work(task: ClaimedTask, running: Running, runTask: RunTask): Promise<void> {
    const store = this.#context.stores.open(task.task.name)
    try {
      await store.restored(await task.restore(store))
      const idle = (isIdle: boolean): void => {
        running.isIdle = isIdle
        if (isIdle) this.#changed.ring()
      }
      const reports = (report: () => TaskReport): void => {
        running.report = report
      }
      await runTask(task, store, { instance: this.#context, idle, reports })
      if (!task.lost.aborted) await task.close()
    } finally {
      delete running.report
      await store.close()
    }
  }

  /** Ends the instance once a bounded run is done, here and in every other instance. */
  async #watchForTheEnd(): Promise<void> {
    const { run, plans, bounds } = this.#context
    const { signal } = this.#stop
    while (!signal.aborted) {
      const areIdle = [...this.#running.values()].every(({ isIdle }) => isIdle)
      if (areIdle && (await unlessEnded(isWholeRunDone(run.log, plans, bounds), signal))) return this.#end()
      await Promise.race([run.timers.sleep(POLL_MS, signal), this.#changed.rung()])
    }
  }
}
