import type { Member } from './roster.ts'

/** A task in the hands of a member. */
interface HeldTask {
  release(): void
}

/** An instance among those that share the tasks of a plan. */
export class Membership implements Member {
  readonly #isDead: () => boolean
  readonly #held: HeldTask[] = []
  #hasLeft = false
  /** True while it asks for a task. */
  isWaiting = true

  constructor(isDead: () => boolean) {
    this.#isDead = isDead
  }

  get held(): number {
    return this.#held.length
  }

  get isGone(): boolean {
    return this.#hasLeft || this.#isDead()
  }

  get isPresent(): boolean {
    return !this.isGone && (this.isWaiting || this.held > 0)
  }

  leave(): void {
    this.#hasLeft = true
  }

  hold(task: HeldTask): void {
    this.#held.push(task)
  }

  drop(task: HeldTask): void {
    const at = this.#held.indexOf(task)
    if (at >= 0) this.#held.splice(at, 1)
  }

  release(): void {
    this.#held.at(-1)?.release()
  }
}
