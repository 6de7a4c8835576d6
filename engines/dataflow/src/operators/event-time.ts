import type { Make } from '../graph/node.ts'
import type { SourceContext } from '../task/task-context.ts'

/** First time is raised, then what it sets off is done, then the element is handled (T5). */
export const eventTimeOperator =
  <T>(timeOf: (element: T) => number): Make<T, { element: T }, SourceContext> =>
  ({ time }, { element: next }) => ({
    accept: (element) => {
      time.raise(timeOf(element))
      return next.advance(time.maxTsMs) && next.accept(element)
    },
  })
