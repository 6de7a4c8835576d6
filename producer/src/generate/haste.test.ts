import { compileDecoder, FRAME_BYTES, ORDER_EVENT_SCHEMA } from '@order-up/contracts'
import { generateOrders } from './generate-orders.ts'

const decode = compileDecoder(ORDER_EVENT_SCHEMA)!

/** Mean time in ms from the creation of an order to its delivery. */
const meanLifeMs = (ratePerSecond: number): number => {
  const createdMs = new Map<string, number>()
  const lives: number[] = []
  const inOrder = { duplicates: 0, late: 0, malformed: 0, disorder: 0 }
  for (const { value } of generateOrders({ ...inOrder, partitions: 1, schemaId: 1, count: 1_000, ratePerSecond })) {
    const { event_type, order_id, event_ts } = decode(value!, FRAME_BYTES, value!.length)!
    if (event_type === 'ORDER_CREATED') createdMs.set(order_id, event_ts)
    if (event_type === 'ORDER_DELIVERED') lives.push(event_ts - createdMs.get(order_id)!)
  }
  return lives.reduce((sum, life) => sum + life, 0) / lives.length
}

test('a life takes three quarters of an hour, and less where more than 100,000 orders would be alive', () => {
  const [usual, hurried] = [meanLifeMs(1) / 60_000, meanLifeMs(10_000) / 1_000]

  expect(usual).toBeGreaterThan(42)
  expect(usual).toBeLessThan(52)
  expect(hurried).toBeGreaterThan(9)
  expect(hurried).toBeLessThan(12)
})
