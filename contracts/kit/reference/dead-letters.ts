import { DEAD_LETTER_REASONS, type DeadLetterCode } from '../../src/dead-letter-codes.ts'
import type { OrderEvent } from '../../src/order-event.ts'
import type { DeadLetter } from '../../src/output-records.ts'
import { RAW_TOPIC } from '../../src/topics.ts'
import type { Orphan } from './orders.ts'
import { IDENTIFIER, isKeyTooLarge, isValueTooLarge, type Source } from './validation.ts'

/** A record that goes to the dead letters, and why; `event` is there wherever V4 passed. */
export interface Refused extends Source {
  readonly code: DeadLetterCode
  readonly event: OrderEvent | undefined
}

/** The decoded order_id where it is an identifier, else the key where that is one. */
const attemptedOrderIdOf = ({ event, record }: Refused): string | null =>
  [event?.order_id, record.key?.toString()].find((text) => text !== undefined && IDENTIFIER.test(text)) ?? null

const letterOf = (refused: Refused): DeadLetter => {
  const { partition, record, code } = refused
  const { type, message } = DEAD_LETTER_REASONS[code]
  return {
    source_topic: RAW_TOPIC,
    source_partition: partition,
    source_offset: record.offset,
    source_timestamp: record.timestampMs,
    decided_offset: record.offset,
    original_key: record.key,
    original_value: record.value,
    error_type: type,
    error_code: code,
    error_message: message,
    attempted_order_id: attemptedOrderIdOf(refused),
  }
}

/** The letter of a refused record: the record whole, but for what is too large (V1). */
export const refusalLetter = (refused: Refused): DeadLetter => {
  const letter = letterOf(refused)
  if (refused.code !== 'TOO_LARGE') return letter
  return {
    ...letter,
    original_key: isKeyTooLarge(refused.record) ? null : letter.original_key,
    original_value: isValueTooLarge(refused.record) ? null : letter.original_value,
  }
}

/** The letter of a held event whose order was forgotten: without its value, which the raw log has (O6). */
export const orphanLetter = (orphan: Orphan): DeadLetter => ({
  ...letterOf({ ...orphan, code: 'ORPHAN_ORDER' }),
  decided_offset: orphan.decidedOffset,
  original_value: null,
})
