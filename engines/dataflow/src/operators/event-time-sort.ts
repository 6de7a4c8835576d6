import type { StateCodec } from '@order-up/engine-core'
import type { Make } from '../graph/node.ts'
import { timeOfKey } from '../state/time-key.ts'
import type { TaskContext } from '../task/task-context.ts'

/** Elements that are put into an order. */
export interface SortSpec<T> {
  readonly codec: StateCodec<T>
  /** Begins with the element's time (`timeKey`); no two elements have the same. */
  readonly keyOf: (element: T) => string
  /** How far event time has to be past an element's time, in ms, before it is passed on. */
  readonly disorderMs: number
}

/** Keeps elements until event time has passed them by; then passes them on in the order of their keys (C2). */
export const sortByTime =
  <T>({ codec, keyOf, disorderMs }: SortSpec<T>): Make<T, { sorted: T }, TaskContext> =>
  ({ state, step, pending }, { sorted }) => {
    const waiting = state.keyed('q', codec)
    const queue = state.queue('q')
    return {
      accept: (element) => {
        const key = keyOf(element)
        waiting.put(key, element)
        queue.add(key)
        pending.add(1)
        return true
      },
      advance: (timeMs) => {
        for (;;) {
          const key = queue.peek()
          if (key === undefined || timeOfKey(key) >= timeMs - disorderMs) return true
          if (step.isFull || !sorted.accept(waiting.get(key) as T)) return false
          queue.pop()
          waiting.delete(key)
          pending.add(-1)
        }
      },
    }
  }
