import type { DeadLetter, DeadLetterCode, LogRecord, OrderEvent } from '@order-up/contracts'
import { checkRecord, refusedLetter } from '@order-up/engine-core'
import type { Make } from '../graph/node.ts'
import type { SourceContext } from '../task/task-context.ts'

/** A valid event, and the raw record that it came in. */
export interface ReadEvent {
  readonly event: OrderEvent
  readonly record: LogRecord
}

/** Counts a refused record, and makes the letter of it. */
export const refuse = (
  { partition, step }: SourceContext,
  record: LogRecord,
  refusal: { readonly code: DeadLetterCode; readonly attemptedOrderId: string | null },
): DeadLetter => {
  step.counters.add(`refused ${refusal.code}`)
  return refusedLetter(refusal, partition, record)
}

/** V1 to V7: events go on, what is refused becomes a dead letter. */
export const validate: Make<LogRecord, { event: ReadEvent; refused: DeadLetter }, SourceContext> = (
  context,
  { event, refused },
) => ({
  accept: (record) => {
    const checked = checkRecord(record, context.decoderOf)
    if (checked.kind === 'event') return event.accept({ event: checked.event, record })
    return refused.accept(refuse(context, record, checked))
  },
})
