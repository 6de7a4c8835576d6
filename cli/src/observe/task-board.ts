import type { TaskReport } from '@order-up/contracts'

/** What the tasks of an engine are at; empty for an engine that does not say. */
export class TaskBoard {
  #tasks: () => readonly TaskReport[] = () => []

  /** Takes over what says it, as a run begins. */
  readonly reporting = (tasks: () => readonly TaskReport[]): void => {
    this.#tasks = tasks
  }

  get tasks(): readonly TaskReport[] {
    return this.#tasks()
  }
}
