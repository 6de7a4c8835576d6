import type { Batch } from '@order-up/contracts'

/**
 * Puts a batch behind those that wait; one without records lengthens the last of them. False where there is none that it
 * could lengthen: the position is then behind it at once.
 */
export const putBehind = (waiting: Batch[], batch: Batch): boolean => {
  const last = waiting.at(-1)
  if (batch.records.length > 0) waiting.push(batch)
  else if (last === undefined) return false
  else waiting[waiting.length - 1] = { ...last, nextOffset: batch.nextOffset }
  return true
}
