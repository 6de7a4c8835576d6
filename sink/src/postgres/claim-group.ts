import { OrderUpError, OUTPUT_NAMES, OUTPUT_TOPICS, type Position, type SinkClaim } from '@order-up/contracts'
import type pg from 'pg'
import type { Holder } from './load-statement.ts'
import { inLockedTransaction } from './tables.ts'

export interface ClaimedGroup {
  readonly holder: Holder
  /** Where to go on in every output topic. */
  readonly positions: readonly Position[]
}

const OTHER_LOG = 'SELECT log_id FROM sink_offsets WHERE log_id <> $1 LIMIT 1'

const KNOWN = `
SELECT coalesce(max(epoch), 0)::text AS epoch, count(*)::integer AS rows, coalesce(max(partition), -1) + 1 AS partitions
FROM sink_offsets WHERE group_id = $1`

const CLAIM = `
INSERT INTO sink_offsets AS stored (group_id, topic, partition, log_id, epoch, next_offset)
SELECT $1, topic, partition, $2, $3, 0 FROM unnest($4::text[]) AS topic, generate_series(0, $5::integer - 1) AS partition
ON CONFLICT (group_id, topic, partition) DO UPDATE SET epoch = EXCLUDED.epoch
RETURNING topic, partition, next_offset`

const checkLog = async (client: pg.Client, { logId }: SinkClaim): Promise<void> => {
  const { rows } = await client.query<{ log_id: string }>(OTHER_LOG, [logId])
  if (rows[0] !== undefined) throw new OrderUpError('OU1307', { detail: `${rows[0].log_id}, not ${logId}` })
}

const nextEpoch = async (client: pg.Client, { group, partitions }: SinkClaim): Promise<number> => {
  const { rows } = await client.query<{ epoch: string; rows: number; partitions: number }>(KNOWN, [group])
  const known = rows[0]!
  if (known.rows > 0 && known.partitions !== partitions)
    throw new OrderUpError('OU1301', { detail: `${known.partitions} in sink_offsets, ${partitions} in the log` })
  return Number(known.epoch) + 1
}

/** Raises the group's epoch, which fences whoever held it, and reads its positions. Throws OU1301 or OU1307. */
export const claimGroup = (client: pg.Client, claim: SinkClaim): Promise<ClaimedGroup> =>
  inLockedTransaction(client, async () => {
    await checkLog(client, claim)
    const epoch = await nextEpoch(client, claim)
    const topics = OUTPUT_NAMES.map((output) => OUTPUT_TOPICS[output])
    const values = [claim.group, claim.logId, epoch, topics, claim.partitions]
    const { rows } = await client.query<{ topic: string; partition: number; next_offset: string }>(CLAIM, values)
    return {
      holder: { group: claim.group, epoch },
      positions: rows.map(({ topic, partition, next_offset }) => ({ topic, partition, offset: Number(next_offset) })),
    }
  })
