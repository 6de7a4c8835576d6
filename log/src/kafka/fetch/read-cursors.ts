import type { Batch } from '@order-up/contracts'
import type { Bell } from '../../memory/bell.ts'
import type { Cursor } from './cursor.ts'

export interface CursorReading {
  readonly cursors: readonly Cursor[]
  /** Rings when a cursor has changed, or `ended` may have. */
  readonly changed: Bell
  readonly signal: AbortSignal
  readonly ended: () => boolean
}

/** The next batch of any cursor, beginning behind the one that gave the last. */
const nextOf = (
  cursors: readonly Cursor[],
  last: number,
): { readonly batch: Batch; readonly at: number } | undefined => {
  for (let step = 1; step <= cursors.length; step += 1) {
    const at = (last + step) % cursors.length
    const batch = cursors[at]?.take()
    if (batch !== undefined) return { batch, at }
  }
  return undefined
}

/** Batches of several cursors in turns, until `signal` fires or `ended` says so. Throws what a cursor failed with. */
export async function* readCursors({ cursors, changed, signal, ended }: CursorReading): AsyncGenerator<Batch> {
  const wake = (): void => changed.ring()
  signal.addEventListener('abort', wake)
  try {
    let last = -1
    while (!signal.aborted && !ended()) {
      const next = nextOf(cursors, last)
      if (next === undefined) await changed.rung()
      else {
        last = next.at
        yield next.batch
      }
    }
  } finally {
    signal.removeEventListener('abort', wake)
  }
}
