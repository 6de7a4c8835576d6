import type { Task } from '@order-up/contracts'

/** A member of those that share the tasks of a plan. */
export interface Member {
  /** Tasks that it holds. */
  readonly held: number
  /** True while it holds a task or waits for one. */
  readonly isPresent: boolean
  /** Gives up its last task, so that another member can have it. */
  release(): void
}

/** The members that share tasks: nobody holds more than a fair share while another has less. */
export class Roster<M extends Member> {
  readonly #tasks = new Set<string>()
  #members: M[] = []

  /** Takes in a member and its tasks; whoever holds more than a fair share from now on gives up what is too much. */
  join(member: M, tasks: readonly Task[]): void {
    for (const { name } of tasks) this.#tasks.add(name)
    this.#members = [...this.#present(), member]
    for (const each of this.#members) while (each.held > this.#fairShare) each.release()
  }

  /** True where `member` may take another task. */
  hasRoom(member: M): boolean {
    return member.held < this.#fairShare
  }

  /** True where another member than `member` could take a task. */
  hasOther(member: M): boolean {
    return this.#present().some((each) => each !== member && this.hasRoom(each))
  }

  get #fairShare(): number {
    return Math.ceil(this.#tasks.size / Math.max(1, this.#present().length))
  }

  #present(): M[] {
    return this.#members.filter(({ isPresent }) => isPresent)
  }
}
