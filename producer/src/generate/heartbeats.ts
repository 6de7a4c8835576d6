import { encodeOrderEvent, frame, type RawAppend } from '@order-up/contracts'
import { Random } from './random.ts'
import { STREAMS } from './streams.ts'

const KEY = Buffer.from('heartbeat')

export interface HeartbeatOptions {
  readonly partition: number
  /** Event time that the partition is raised to, epoch ms. */
  readonly eventMs: number
  /** Record timestamp, epoch ms. */
  readonly timestampMs: number
  readonly schemaId: number
}

/** A HEARTBEAT for one partition (V4); its event id is a pure function of partition and event time. */
export const heartbeat = ({ partition, eventMs, timestampMs, schemaId }: HeartbeatOptions): RawAppend => ({
  key: KEY,
  value: frame(
    schemaId,
    encodeOrderEvent({
      event_id: new Random(STREAMS.heartbeat, partition, eventMs).uuid(),
      event_type: 'HEARTBEAT',
      event_ts: eventMs,
      order_id: 'heartbeat',
      schema_version: 1,
      payload: { type: 'Heartbeat' },
    }),
  ),
  timestampMs,
  partition,
})

export interface HeartbeatsOptions {
  readonly partitions: number
  readonly schemaId: number
  /** Record timestamp of the first round, epoch ms. */
  readonly startMs: number
  readonly everyMs: number
  /** How far event time stays behind the record timestamp. */
  readonly lagMs: number
}

/** A round of heartbeats, one per partition, every `everyMs`, for ever; to be sent `whenDue`. */
export function* heartbeats(options: HeartbeatsOptions): Generator<RawAppend, never, undefined> {
  const { partitions, schemaId, startMs, everyMs, lagMs } = options
  for (let timestampMs = startMs; ; timestampMs += everyMs)
    for (let partition = 0; partition < partitions; partition += 1)
      yield heartbeat({ partition, eventMs: timestampMs - lagMs, timestampMs, schemaId })
}
