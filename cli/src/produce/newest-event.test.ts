import { ORDER_EVENT_SCHEMA, RAW_TOPIC } from '@order-up/contracts'
import { createMemoryLog, type MemoryLog } from '@order-up/log'
import { heartbeat } from '@order-up/producer'
import { newestEventMs } from './newest-event.ts'

const signal = new AbortController().signal

const newestIn = (log: MemoryLog): Promise<number | undefined> =>
  newestEventMs({
    source: { reader: log, starts: async () => (await log.ends(RAW_TOPIC)).map((end) => ({ ...end, offset: 0 })) },
    registry: {
      find: async (id) => (id === log.schemaId ? { kind: 'found', text: ORDER_EVENT_SCHEMA } : { kind: 'absent' }),
    },
    signal,
  })

const beat = (log: MemoryLog, partition: number, eventMs: number) =>
  heartbeat({ partition, eventMs, timestampMs: 9_000, schemaId: log.schemaId })

test('the newest event is that of the greatest event time on any partition, whatever else stands there', async () => {
  const log = createMemoryLog({ partitions: 2 })
  const junk = { key: null, value: Buffer.from('7b7d', 'hex'), timestampMs: 9_000, partition: 0 }
  const foreign = { ...beat(log, 1, 8_000), value: Buffer.from('000000006300ff', 'hex') }

  const empty = await newestIn(log)
  await log.append([junk, foreign])
  const unread = await newestIn(log)
  await log.append([beat(log, 0, 5_000), beat(log, 1, 7_000), beat(log, 1, 6_000)])

  expect([empty, unread, await newestIn(log)]).toEqual([undefined, undefined, 7_000])
})
