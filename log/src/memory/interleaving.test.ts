import { RAW_TOPIC, type RawAppend } from '@order-up/contracts'
import { createMemoryLog } from './memory-log.ts'

const PARTITIONS = 3
const EACH = 10
const records = Array.from({ length: PARTITIONS * EACH }, (_, index): RawAppend => {
  return { partition: index % PARTITIONS, key: null, value: Buffer.of(index), timestampMs: 0 }
})

/** The partitions of the batches, in the order in which they came. */
const orderOf = async (seed: number | undefined): Promise<string> => {
  const log = createMemoryLog({ partitions: PARTITIONS, maxBatch: 1, ...(seed === undefined ? {} : { seed }) })
  await log.append(records)
  const order: number[] = []
  for await (const { partition } of log.read(await startOf(log), new AbortController().signal)) {
    order.push(partition)
    if (order.length === records.length) break
  }
  return order.join('')
}

const startOf = async (log: ReturnType<typeof createMemoryLog>) =>
  (await log.ends(RAW_TOPIC)).map((end) => ({ ...end, offset: 0 }))

test('without a seed the inputs take turns', async () => {
  expect(await orderOf(undefined)).toBe('012'.repeat(EACH))
})

test('each seed interleaves the inputs in an order of its own, the same every time', async () => {
  const seeds = Array.from({ length: 20 }, (_, seed) => seed)

  const orders = await Promise.all(seeds.map(orderOf))

  expect(new Set(orders).size).toBe(seeds.length)
  expect(await Promise.all(seeds.map(orderOf))).toEqual(orders)
})
