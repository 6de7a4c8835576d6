import type { ClaimedTask } from '@order-up/contracts'

/** Where the source tasks of an instance stop. */
export interface Stops {
  /** Does what goes on beside the tasks; ends with the instance at the latest. */
  follow(): Promise<void>
  /** Where a source task stops that was claimed just now; undefined where it is to handle nothing: it is lost, or ends. */
  of(task: ClaimedTask): Promise<number | undefined>
}

/** What was asked of the log; undefined where `signal` has fired meanwhile, after which it need not answer. */
export const unlessEnded = <T>(asked: Promise<T>, signal: AbortSignal): Promise<T | undefined> =>
  asked.catch((error: unknown) => {
    if (!signal.aborted) throw error
    return undefined
  })
