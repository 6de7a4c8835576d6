import { OrderUpError, type TopicReader } from '@order-up/contracts'
import { openPostgresSink, runSink } from '@order-up/sink'
import { wallClock } from '../wall-clock.ts'
import type { Load } from './run-pipeline.ts'

export interface LoadTarget {
  /** Database and schema; holds a password. */
  readonly url: string
  readonly reader: TopicReader
}

/** Failures in a row after which a database that was there a moment ago counts as gone: some five seconds. */
const MOST_ATTEMPTS = 6

/** Loads what `reader` reads into PostgreSQL. Throws OU1201 where the database goes away for longer than some seconds. */
export const loadInto =
  ({ url, reader }: LoadTarget): Load =>
  async (signal, loaded) => {
    const gone = new AbortController()
    const retrying = ({ attempt, cause }: { readonly attempt: number; readonly cause: unknown }): void => {
      if (attempt >= MOST_ATTEMPTS) gone.abort(new OrderUpError('OU1201', { detail: 'it went away', cause }))
    }
    const stop = AbortSignal.any([signal, gone.signal])
    const sink = await openPostgresSink({
      address: { connectionString: url },
      timers: wallClock,
      random: Math.random,
      signal: stop,
      retrying,
    })
    try {
      await runSink({
        reader,
        sink,
        signal: stop,
        timers: wallClock,
        loaded: ({ positions }) => loaded(positions),
      })
    } finally {
      await sink.close()
    }
    gone.signal.throwIfAborted()
  }
