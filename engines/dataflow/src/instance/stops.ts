import type { ClaimedTask } from '@order-up/contracts'

/** Where the source tasks of an instance stop. */
export interface Stops {
  /** Does what goes on beside the tasks; ends with the instance at the latest. */
  follow(): Promise<void>
  /** Where a source task stops that was claimed just now; undefined where it is to handle nothing: it is lost, or ends. */
  of(task: ClaimedTask): Promise<number | undefined>
}

/** What was asked; undefined once `signal` fires, whether it has been answered by then or not. */
export const unlessEnded = <T>(asked: Promise<T>, signal: AbortSignal): Promise<T | undefined> =>
  new Promise((resolve, reject) => {
    const end = (): void => resolve(undefined)
    const fail = (error: unknown): void => (signal.aborted ? end() : reject(error))
    signal.addEventListener('abort', end)
    if (signal.aborted) end()
    void asked.then(resolve, fail).finally(() => signal.removeEventListener('abort', end))
  })
