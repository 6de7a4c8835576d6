import type { TaskPlan } from '@order-up/contracts'
import type { Fault, TestLogOptions } from '@order-up/contracts/kit'
import { Bell } from './bell.ts'
import { type ChooseInput, chooseInput } from './choose-input.ts'
import type { Membership } from './membership.ts'
import { Roster } from './roster.ts'
import { SCHEMAS_TOPIC, schemaDecisions } from './schema-decisions.ts'
import { TaskState } from './task-state.ts'
import { Topics } from './topics.ts'

const DEFAULT_MAX_BATCH = 1_000

/** Tells one log of this process from another. */
let logs = 0
const nextId = (): number => {
  logs += 1
  return logs
}

const counter = (): (() => number) => {
  let next = 0
  return () => next++
}

/** What all instances on one log share. */
export class MemoryCore {
  readonly partitions: number
  readonly topics: Topics
  readonly maxBatch: number
  readonly now: () => number
  readonly decideSchema: (id: number) => string | null
  /** Rings whenever something has changed that someone may wait for. */
  readonly changed = new Bell()
  readonly #options: TestLogOptions
  readonly #tasks = new Map<string, TaskState>()
  readonly #rosters = new Map<string, Roster<Membership>>()
  readonly #decisions = new Map<string, string>()
  readonly #id = nextId()
  #commits = 0

  constructor(options: TestLogOptions) {
    this.#options = options
    this.partitions = options.partitions
    this.topics = new Topics(options.partitions)
    this.maxBatch = options.maxBatch ?? DEFAULT_MAX_BATCH
    this.now = options.now ?? counter()
    const control = this.topics.partition({ topic: SCHEMAS_TOPIC, partition: 0 })
    this.decideSchema = schemaDecisions({ control, registry: options.registry ?? new Map(), now: this.now })
  }

  get commits(): number {
    return this.#commits
  }

  /** Counts a commit attempt; the fault that is scripted for it. */
  nextFault(): Fault | undefined {
    const commit = this.#commits++
    return this.#options.fault?.(commit)
  }

  /** The order of inputs for one reading; every reading draws the same from the seed. */
  newChoice = (): ChooseInput => chooseInput(this.#options.seed)

  /** A task as all instances of `engine` share it; two engines share nothing. */
  task(engine: string, name: string): TaskState {
    const id = JSON.stringify([engine, name])
    const state = this.#tasks.get(id) ?? new TaskState(`${this.#id} ${id}`)
    this.#tasks.set(id, state)
    return state
  }

  /** Who shares the tasks of a plan of `engine`. */
  roster(engine: string, { part = '' }: TaskPlan): Roster<Membership> {
    const id = JSON.stringify([engine, part])
    const roster = this.#rosters.get(id) ?? new Roster()
    this.#rosters.set(id, roster)
    return roster
  }

  /** What `engine` has decided about `name`; its first proposal counts. */
  decide(engine: string, name: string, proposal?: string): string | undefined {
    const id = JSON.stringify([engine, name])
    const decided = this.#decisions.get(id) ?? proposal
    if (decided !== undefined) this.#decisions.set(id, decided)
    return decided
  }
}
