import { fileURLToPath } from 'node:url'
import { type Program, startProgram } from '@order-up/log/kit'
import type { RollingInstance } from './kafka-rolling-engine.ts'
import { type Claim, claimsIn } from './rolling-claims.ts'

const ENGINE = fileURLToPath(new URL('./kafka-rolling-engine.js', import.meta.url))

/** Instances of the engine that are replaced one by one. */
export class RollingCrew {
  readonly #options: RollingInstance
  readonly #started: Program[] = []
  #living: Program[] = []

  constructor(options: RollingInstance) {
    this.#options = options
  }

  /** Every claim so far; instances are numbered as they were started. */
  get claims(): readonly Claim[] {
    return this.#started.flatMap(({ lines }, instance) => claimsIn(lines, instance))
  }

  /** Starts one more; resolves when it has claimed a task. */
  async add(): Promise<void> {
    const instance = startProgram(ENGINE, this.#options)
    this.#started.push(instance)
    this.#living.push(instance)
    await instance.says('claimed')
  }

  /** Ends the oldest with SIGTERM, then starts another in its place. */
  async replaceOldest(): Promise<void> {
    const [oldest, ...others] = this.#living
    this.#living = others
    await this.#end(oldest as Program)
    await this.add()
  }

  async stop(): Promise<void> {
    await Promise.all(this.#living.map((each) => this.#end(each)))
  }

  async #end(instance: Program): Promise<void> {
    instance.signal('SIGTERM')
    const how = await instance.ended
    if (how !== 0) throw new Error(`an instance ended with ${how}: ${instance.lines.slice(-15).join('\n')}`)
  }
}
