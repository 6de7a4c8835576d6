import type { ClaimedTask, Log, Task } from '@order-up/contracts'
import { CrashError } from '@order-up/contracts/kit'
import type { MemoryCore } from './memory-core.ts'
import { MemoryTask } from './memory-task.ts'
import { outputRoutes, type RouteOutput } from './output-routes.ts'

/** The log as one instance of an engine sees it, as a process of its own would. */
export class Instance implements Log {
  readonly core: MemoryCore
  readonly partitions: number
  readonly route: RouteOutput
  readonly #engine: string
  #crashed = false

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

  assertAlive(): void {
    if (this.#crashed) throw new CrashError()
  }

  async *claims(tasks: readonly Task[], signal: AbortSignal): AsyncGenerator<ClaimedTask> {
    const { changed } = this.core
    const membership = { left: false }
    const leave = (): void => {
      membership.left = true
      changed.ring()
    }
    signal.addEventListener('abort', leave)
    try {
      this.assertAlive()
      while (!signal.aborted) {
        const free = tasks.find(({ name }) => this.core.task(this.#engine, name).isFree)
        if (free === undefined) await changed.rung()
        else
          yield new MemoryTask({
            task: free,
            state: this.core.task(this.#engine, free.name),
            instance: this,
            membership,
          })
        this.assertAlive()
      }
    } finally {
      signal.removeEventListener('abort', leave)
      leave()
    }
  }

  async decideSchema(id: number): Promise<string | null> {
    this.assertAlive()
    return this.core.decideSchema(id)
  }
}
