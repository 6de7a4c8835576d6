import { RAW_TOPIC, type RawAppend } from '@order-up/contracts'
import { createMemoryLog, type MemoryLog } from './memory-log.ts'

const LIMIT = 10
const record: RawAppend = { key: null, partition: 0, value: Buffer.of(1), timestampMs: 0 }

const readUpTo = async (log: MemoryLog, offset: number): Promise<void> => {
  const from = [{ topic: RAW_TOPIC, partition: 0, offset: 0 }]
  for await (const { nextOffset } of log.read(from, new AbortController().signal)) if (nextOffset >= offset) return
}

/** How many of `count` single appends go through before one waits, a turn of the event loop after each. */
const appendsBeforeWaiting = async (log: MemoryLog, count: number): Promise<number> => {
  let appended = 0
  for (let at = 0; at < count; at++) {
    log.append([record]).then(
      () => appended++,
      () => {},
    )
    await new Promise((resolve) => setImmediate(resolve))
  }
  return appended
}

test('before anyone reads, everything counts as unread', async () => {
  const log = createMemoryLog({ partitions: 2, maxUnread: LIMIT })

  expect(await appendsBeforeWaiting(log, 3 * LIMIT)).toBe(LIMIT)
})

test('while nobody reads, what lies behind the last reader counts as unread', async () => {
  const log = createMemoryLog({ partitions: 2, maxUnread: LIMIT, maxBatch: 1 })
  await log.append(Array.from({ length: 3 * LIMIT }, () => record))
  await readUpTo(log, 3 * LIMIT - 2)

  expect(await appendsBeforeWaiting(log, 3 * LIMIT)).toBe(LIMIT - 2)
})

test('a reader whose signal has fired holds nothing back, though it never asks again', async () => {
  const log = createMemoryLog({ partitions: 2, maxUnread: LIMIT, maxBatch: 1 })
  await log.append(Array.from({ length: LIMIT }, () => record))
  const crashed = new AbortController()
  const from = [{ topic: RAW_TOPIC, partition: 0, offset: 0 }]
  await log.read(from, crashed.signal)[Symbol.asyncIterator]().next()
  const other = log.read(from, new AbortController().signal)[Symbol.asyncIterator]()
  for (let read = 0; read < LIMIT; read++) await other.next()

  const held = await appendsBeforeWaiting(log, 2)
  crashed.abort()
  const free = await appendsBeforeWaiting(log, 1)

  expect([held, free]).toEqual([1, 1])
})
