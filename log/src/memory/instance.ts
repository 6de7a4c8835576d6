import { setImmediate } from 'node:timers/promises'
import type { ClaimedTask, Log, Position, Task, TaskPlan, TopicPartition } from '@order-up/contracts'
import { CrashError } from '@order-up/contracts/kit'
import { Membership } from './membership.ts'
import type { MemoryCore } from './memory-core.ts'
import { MemoryTask } from './memory-task.ts'
import { outputRoutes, type RouteOutput } from './output-routes.ts'
import type { TaskState } from './task-state.ts'

/** Long enough for others to have taken over all that a sleeper held. */
const SLEEP_TURNS = 50

/** The log as one instance of an engine sees it, as a process of its own would. */
export class Instance implements Log {
  readonly core: MemoryCore
  readonly partitions: number
  readonly route: RouteOutput
  readonly #engine: string
  readonly #memberships = new Set<Membership>()
  #crashed = false
  #sleeping: Promise<void> = Promise.resolve()

  constructor(core: MemoryCore, engine: { readonly name: string; readonly shadow?: boolean }) {
    this.core = core
    this.partitions = core.partitions
    this.route = outputRoutes(core.topics, engine)
    this.#engine = engine.name
  }

  get crashed(): boolean {
    return this.#crashed
  }

  /** The instance dies: its tasks are anyone's, and each of its calls throws from now on, those that wait included. */
  crash(): CrashError {
    this.#crashed = true
    this.core.changed.ring()
    return new CrashError()
  }

  /** The instance stands still until its session has passed: it holds nothing any more, and has not heard of it. */
  sleep(): Promise<void> {
    for (const membership of this.#memberships) while (membership.held > 0) membership.release()
    this.#sleeping = this.#turns()
    return this.#sleeping
  }

  async #turns(): Promise<void> {
    for (let turn = 0; turn < SLEEP_TURNS; turn += 1) await setImmediate()
  }

  /** Resolves when the instance does not sleep. */
  awake(): Promise<void> {
    return this.#sleeping
  }

  assertAlive(): void {
    if (this.#crashed) throw new CrashError()
  }

  async *claims(plan: TaskPlan, signal: AbortSignal): AsyncGenerator<ClaimedTask> {
    const { changed } = this.core
    for (const topic of plan.internalTopics ?? []) this.core.topics.define(topic)
    const membership = new Membership(() => this.#crashed)
    const leave = (): void => {
      membership.leave()
      this.#memberships.delete(membership)
      changed.ring()
    }
    signal.addEventListener('abort', leave)
    try {
      this.assertAlive()
      this.#memberships.add(membership)
      this.core.roster(this.#engine, plan).join(membership, plan.tasks)
      while (!signal.aborted) {
        const task = this.#nextFor(membership, plan)
        if (task === undefined) {
          await changed.rung()
          await this.awake()
        } else {
          const claimed = new MemoryTask({ task, state: this.#state(task), instance: this, membership })
          membership.isWaiting = false
          yield claimed
          membership.isWaiting = true
        }
        this.assertAlive()
      }
    } finally {
      signal.removeEventListener('abort', leave)
      leave()
    }
  }

  /** A free task that the membership may have; one that was moved away from it only where nobody else could take it. */
  #nextFor(membership: Membership, plan: TaskPlan): Task | undefined {
    const roster = this.core.roster(this.#engine, plan)
    if (!roster.hasRoom(membership)) return undefined
    const mayTake = (task: Task): boolean => {
      const { isFree, movedFrom } = this.#state(task)
      return isFree && (movedFrom !== membership || !roster.hasOther(membership))
    }
    return plan.tasks.find(mayTake)
  }

  #state({ name }: Task): TaskState {
    return this.core.task(this.#engine, name)
  }

  async ends(inputs: readonly TopicPartition[]): Promise<readonly Position[]> {
    this.assertAlive()
    return inputs.map(({ topic, partition }) => {
      const { end } = this.core.topics.partition({ topic, partition })
      return { topic, partition, offset: end }
    })
  }

  async committed({ tasks }: TaskPlan): Promise<readonly Position[]> {
    this.assertAlive()
    return tasks.flatMap((task) => task.inputs.map((input) => this.#state(task).positionOf(input)))
  }

  async decideSchema(id: number): Promise<string | null> {
    this.assertAlive()
    return this.core.decideSchema(id)
  }

  async decide(name: string, proposal: string): Promise<string>
  async decide(name: string): Promise<string | undefined>
  async decide(name: string, proposal?: string): Promise<string | undefined> {
    this.assertAlive()
    return this.core.decide(this.#engine, name, proposal)
  }
}
