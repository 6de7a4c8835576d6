import {
  DEAD_LETTER_REASONS,
  type DeadLetter,
  type DeadLetterCode,
  type LogRecord,
  RAW_TOPIC,
} from '@order-up/contracts'
import { isKeyTooLarge, isValueTooLarge } from './validate.ts'

/** Where a letter's raw record stands, and which record's handling yielded the letter. */
export interface LetterSource {
  readonly partition: number
  readonly offset: number
  readonly timestampMs: number
  readonly decidedOffset: number
}

interface LetterContent {
  readonly key: Buffer | null
  readonly value: Buffer | null
  readonly attemptedOrderId: string | null
}

const letter = (code: DeadLetterCode, source: LetterSource, content: LetterContent): DeadLetter => ({
  source_topic: RAW_TOPIC,
  source_partition: source.partition,
  source_offset: source.offset,
  source_timestamp: source.timestampMs,
  decided_offset: source.decidedOffset,
  original_key: content.key,
  original_value: content.value,
  error_type: DEAD_LETTER_REASONS[code].type,
  error_code: code,
  error_message: DEAD_LETTER_REASONS[code].message,
  attempted_order_id: content.attemptedOrderId,
})

/** The letter of a refused record: the record whole, without the part that is too large (V1). */
export const refusedLetter = (
  { code, attemptedOrderId }: { readonly code: DeadLetterCode; readonly attemptedOrderId: string | null },
  partition: number,
  { offset, timestampMs, key, value }: LogRecord,
): DeadLetter => {
  const tooLarge = code === 'TOO_LARGE'
  return letter(
    code,
    { partition, offset, timestampMs, decidedOffset: offset },
    {
      key: tooLarge && isKeyTooLarge(key) ? null : key,
      value: tooLarge && value !== null && isValueTooLarge(value) ? null : value,
      attemptedOrderId,
    },
  )
}

/** The letter of a held event whose order expired without having been created (O6). */
export const orphanLetter = (orderId: string, source: LetterSource): DeadLetter =>
  letter('ORPHAN_ORDER', source, { key: Buffer.from(orderId), value: null, attemptedOrderId: orderId })
