import type { ClaimedTask, Log, Position, TaskPlan, TopicPartition } from '@order-up/contracts'
import { committedOffsets } from './admin/committed-offsets.ts'
import { type EnsureOptions, ensureTopics } from './admin/ensure-topics.ts'
import { inputEnds } from './admin/input-ends.ts'
import { changelogSpec, controlTopics, internalSpec, shadowTopics } from './admin/topic-specs.ts'
import { Purge } from './commit/purge.ts'
import type { ControlLog } from './control/control-log.ts'
import type { EngineDecisions } from './control/engine-decisions.ts'
import { checkOwner } from './control/owner.ts'
import type { EngineContext } from './group/engine-context.ts'
import { GroupSession } from './group/session.ts'
import { asOrderUpError, orOrderUpError } from './kafka-errors.ts'
import { Patience } from './patience.ts'
import { retrying } from './retrying.ts'
import type { SchemaDecisions } from './schemas/schema-decisions.ts'
import { ROUTES_TOPIC } from './topic-names.ts'

/** What an engine's log is made of. */
export interface EngineLogOptions extends Omit<EngineContext, 'groupId' | 'checkOwner' | 'onConsumed'> {
  readonly control: ControlLog
  readonly schemas: SchemaDecisions
  readonly decisions: EngineDecisions
  readonly ensure: EnsureOptions
  /** Fires when the log is closed. */
  readonly closed: AbortSignal
}

/** The log as one instance of an engine sees it. */
export class EngineLog implements Log {
  readonly partitions: number
  readonly #options: EngineLogOptions
  readonly #patience: Patience
  /** Plans whose topics are known to be as they must. */
  readonly #prepared = new Set<string | undefined>()

  constructor(options: EngineLogOptions) {
    this.partitions = options.partitions
    this.#options = options
    this.#patience = new Patience(options.closed)
  }

  async *claims(plan: TaskPlan, signal: AbortSignal): AsyncGenerator<ClaimedTask> {
    const { closed } = this.#options
    const ended = AbortSignal.any([signal, closed])
    if (ended.aborted) return
    this.#patience.begin(signal)
    await this.#prepareTopics(plan, ended)
    await this.#prepareClaims(ended)
    if (ended.aborted) return
    const session = new GroupSession(this.#context(plan), plan)
    const leave = (): void => void session.leave()
    const abandon = (): void => void session.abandon()
    signal.addEventListener('abort', leave)
    closed.addEventListener('abort', abandon)
    try {
      for (;;) {
        const task = await session.next(ended)
        if (task === undefined) return
        yield task
      }
    } finally {
      signal.removeEventListener('abort', leave)
      closed.removeEventListener('abort', abandon)
      await session.leave()
    }
  }

  ends(inputs: readonly TopicPartition[]): Promise<readonly Position[]> {
    const { timings, log } = this.#options
    const what = 'ends of inputs'
    return orOrderUpError(
      retrying({ timings, signal: this.#patience.whileOpen, log, what }, () => inputEnds(this.#options, inputs)),
    )
  }

  async committed(plan: TaskPlan): Promise<readonly Position[]> {
    const { timings, log } = this.#options
    const [signal, groupId] = [this.#patience.whileOpen, this.#groupOf(plan)]
    const inputs = plan.tasks.flatMap((task) => task.inputs)
    await this.#prepareTopics(plan, signal)
    return orOrderUpError(
      retrying({ timings, signal, log, what: `offsets of ${groupId}` }, () =>
        committedOffsets({ ...this.#options, groupId }, inputs),
      ),
    )
  }

  async decide(name: string, proposal: string): Promise<string>
  async decide(name: string): Promise<string | undefined>
  async decide(name: string, proposal?: string): Promise<string | undefined> {
    return orOrderUpError(this.#options.decisions.decide(name, proposal, this.#patience.whileOpen))
  }

  decideSchema(id: number): Promise<string | null> {
    return this.#options.schemas.decide(id, this.#patience.withClaims)
  }

  #groupOf({ part }: TaskPlan): string {
    const { names, engine } = this.#options
    return names.group(engine.name, part)
  }

  #context(plan: TaskPlan): EngineContext {
    const { control, engine } = this.#options
    const purge = this.#purge(plan)
    return {
      ...this.#options,
      groupId: this.#groupOf(plan),
      checkOwner: async (signal) => (engine.shadow ? undefined : checkOwner(control, engine.name, signal)),
      onConsumed: (positions) => purge.consumed(positions),
    }
  }

  #purge({ internalTopics = [] }: TaskPlan): Purge {
    const { cluster, names, timings, log } = this.#options
    return new Purge({
      topics: internalTopics,
      everyMs: timings.purgeMs,
      now: () => performance.now(),
      deleteBefore: (topic, positions) => cluster.deleteBefore(names.of(topic), positions),
      log,
    })
  }

  /** Asks for what each claim needs before the first one is ours: until that has it, its tasks stand still. */
  async #prepareClaims(signal: AbortSignal): Promise<void> {
    const { control, outputSchemaIds } = this.#options
    try {
      await Promise.all([control.upToNow(ROUTES_TOPIC, signal), outputSchemaIds.get(signal)])
    } catch (error) {
      if (!signal.aborted) throw asOrderUpError(error)
    }
  }

  async #prepareTopics({ part, tasks, internalTopics = [] }: TaskPlan, signal: AbortSignal): Promise<void> {
    if (this.#prepared.has(part)) return
    const { names, engine, cluster, partitions, ensure, timings, log } = this.#options
    const specs = [
      ...controlTopics(names),
      ...internalTopics.map((topic) => internalSpec(names, topic)),
      ...tasks.map((task) => changelogSpec(names, engine.name, task.name)),
      ...(engine.shadow ? shadowTopics(names, engine.name, partitions) : []),
    ]
    try {
      await retrying({ timings, signal, log, what: `topics of ${engine.name}` }, () =>
        ensureTopics(cluster, specs, ensure),
      )
      this.#prepared.add(part)
    } catch (error) {
      if (!signal.aborted) throw asOrderUpError(error)
    }
  }
}
