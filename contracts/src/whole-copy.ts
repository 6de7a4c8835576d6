import type { StateCopy } from './log-port.ts'

/** An empty copy, to be handed each live key once: for state that a claim builds anew in the heap. */
export const wholeCopy = (apply: (key: Buffer, value: Buffer) => void): StateCopy => ({
  mark: undefined,
  clear: () => {},
  apply: (key, value) => {
    if (value !== null) apply(key, value)
  },
})
