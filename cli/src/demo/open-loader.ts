import { OrderUpError, type TopicReader } from '@order-up/contracts'
import { openPostgresSink, runSink } from '@order-up/sink'
import { wallClock } from '../wall-clock.ts'
import type { Load } from './run-pipeline.ts'

export interface LoadTarget {
  /** Database and schema; holds a password. */
  readonly url: string
  readonly reader: TopicReader
}

/** A loader whose database answers and whose tables are there. */
export interface Loader {
  /** Loads what `reader` reads. Throws OU1201 where the database goes away for longer than some seconds. */
  readonly load: Load
  close(): Promise<void>
}

/** Failures in a row after which a database that was there a moment ago counts as gone: some five seconds. */
const MOST_ATTEMPTS = 6

/**
 * Opens a loader; whoever opens it closes it. Throws as `openPostgresSink` does: before anything is produced, which would
 * keep this process too busy to answer a server in time.
 */
export const openLoader = async ({ url, reader }: LoadTarget): Promise<Loader> => {
  const stop = new AbortController()
  const retrying = ({ attempt, cause }: { readonly attempt: number; readonly cause: unknown }): void => {
    if (attempt >= MOST_ATTEMPTS) stop.abort(new OrderUpError('OU1201', { detail: 'it went away', cause }))
  }
  const sink = await openPostgresSink({
    address: { connectionString: url },
    timers: wallClock,
    random: Math.random,
    signal: stop.signal,
    retrying,
  })
  return {
    async load(signal, loaded) {
      const end = (): void => stop.abort(signal.reason)
      signal.addEventListener('abort', end, { once: true })
      if (signal.aborted) end()
      await runSink({
        reader,
        sink,
        signal: stop.signal,
        timers: wallClock,
        loaded: ({ positions }) => loaded(positions),
      })
      if (!signal.aborted) stop.signal.throwIfAborted()
    },
    close: () => sink.close(),
  }
}
