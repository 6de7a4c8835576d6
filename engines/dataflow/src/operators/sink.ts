import type { OutputName, OutputRecords } from '@order-up/contracts'
import type { Make } from '../graph/node.ts'
import type { TaskContext } from '../task/task-context.ts'

/** Writes each element to a topic of the contract. */
export const sinkOperator =
  <Name extends OutputName>(output: Name): Make<OutputRecords[Name], Record<never, never>, TaskContext> =>
  ({ step }) => ({
    accept: (record) => {
      step.emit(output, record)
      return true
    },
  })
