import { type Log, RAW_TOPIC } from '@order-up/contracts'

/** The present end offset of each raw partition. */
export const rawEnds = async (log: Log): Promise<readonly number[]> => {
  const inputs = Array.from({ length: log.partitions }, (_, partition) => ({ topic: RAW_TOPIC, partition }))
  return (await log.ends(inputs)).map(({ offset }) => offset)
}
