import type { StateCodec } from '@order-up/engine-core'
import type { Make } from '../graph/node.ts'
import { presenceCodec } from '../state/presence-codec.ts'
import { timeKey, timeOfKey } from '../state/time-key.ts'
import type { TaskContext } from '../task/task-context.ts'

/** What windows gather, and what they yield. */
export interface WindowSpec<In, Row, Result> {
  readonly codec: StateCodec<Row>
  /** What the windows are kept by, in words. */
  readonly keyedBy: string
  readonly keyOf: (element: In) => string
  /** Event time at which the element's window closes: its end plus its lateness. */
  readonly closesAtMs: (element: In) => number
  /** Who is counted once a window, however often it comes. */
  readonly memberOf: (element: In) => string
  readonly open: (element: In) => Row
  /** Adds an element to a window, in place. */
  readonly add: (row: Row, element: In, isNewMember: boolean) => void
  readonly close: (row: Row) => Result
}

/** Behind a window's key: its members sort before its row, so that the row goes last. */
const MEMBER = '|0'
const ROW = '|1'

/** Members have no bar in their names. */
const isMember = (key: string): boolean => key.startsWith(MEMBER, key.lastIndexOf('|'))

/**
 * Tumbling windows over event time. A window is a row, and a key for each of its members, so that no value grows; keys
 * begin with the time at which the window closes, so that their order is that of the work to be done (M3, E4).
 */
export const tumblingWindowOperator =
  <In, Row, Result>(spec: WindowSpec<In, Row, Result>): Make<In, { closed: Result }, TaskContext> =>
  ({ state, step, pending }, { closed }) => {
    const rows = state.keyed('w', spec.codec)
    const members = state.keyed('w', presenceCodec)
    const queue = state.queue('w')

    const opened = (key: string, element: In): Row => {
      queue.add(key)
      pending.add(1)
      return spec.open(element)
    }

    /** False where the window has the member already. */
    const join = (key: string): boolean => {
      if (members.get(key) !== undefined) return false
      members.put(key, true)
      queue.add(key)
      pending.add(1)
      return true
    }

    /** Does what the first key in the queue asks for: a member is forgotten, a row is closed. */
    const settle = (key: string): void => {
      queue.pop()
      pending.add(-1)
      if (isMember(key)) members.delete(key)
      else {
        const row = rows.get(key) as Row
        rows.delete(key)
        closed.accept(spec.close(row))
      }
    }

    return {
      accept: (element) => {
        const window = `${timeKey(spec.closesAtMs(element))}|${spec.keyOf(element)}`
        const row = rows.get(window + ROW) ?? opened(window + ROW, element)
        spec.add(row, element, join(window + MEMBER + spec.memberOf(element)))
        rows.put(window + ROW, row)
        return true
      },
      advance: (timeMs) => {
        for (;;) {
          const key = queue.peek()
          if (key === undefined || timeOfKey(key) > timeMs) return true
          if (step.isFull) return false
          settle(key)
        }
      },
    }
  }
