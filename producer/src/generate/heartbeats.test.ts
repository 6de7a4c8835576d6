import { compileDecoder, FRAME_BYTES, ORDER_EVENT_SCHEMA, type RawAppend } from '@order-up/contracts'
import { heartbeats } from './heartbeats.ts'

const decode = compileDecoder(ORDER_EVENT_SCHEMA)!

const firstOf = (count: number, records: Iterable<RawAppend>): readonly RawAppend[] => {
  const taken: RawAppend[] = []
  for (const record of records) if (taken.push(record) === count) break
  return taken
}

test('V4 heartbeats come in rounds, one per partition, behind the clock by their lag', () => {
  const options = { partitions: 2, schemaId: 9, startMs: 1_000_000, everyMs: 5_000, lagMs: 30_000 }

  const records = firstOf(4, heartbeats(options))

  const event = (event_id: string, event_ts: number) => ({
    event_id,
    event_type: 'HEARTBEAT',
    event_ts,
    order_id: 'heartbeat',
    schema_version: 1,
    payload: { type: 'Heartbeat' },
  })
  expect(
    records.map(({ key, value, timestampMs, partition }) => ({
      at: [String(key), partition, timestampMs, value!.readUInt32BE(1)],
      event: decode(value!, FRAME_BYTES, value!.length),
    })),
  ).toEqual([
    { at: ['heartbeat', 0, 1_000_000, 9], event: event('1f78795f-9dfd-4eac-a6b8-d3cc62120108', 970_000) },
    { at: ['heartbeat', 1, 1_000_000, 9], event: event('6fed575c-e10b-449e-aa35-464691ab8274', 970_000) },
    { at: ['heartbeat', 0, 1_005_000, 9], event: event('b04df9c0-3bad-47a7-a809-ef0a27c0bcc7', 975_000) },
    { at: ['heartbeat', 1, 1_005_000, 9], event: event('bd0d9457-4b3f-43e4-afe2-23cb1ac3dadf', 975_000) },
  ])
})
