import { OrderClock } from './order-clock.ts'
import { Random } from './random.ts'

const ORDERS = 40_000

const waitsOf = (ratePerSecond: number, bursts: number): readonly number[] => {
  const clock = new OrderClock({ startMs: 0, ratePerSecond, bursts }, new Random(3))
  const times = Array.from({ length: ORDERS }, () => clock.nextMs())
  return times.map((time, index) => time - (times[index - 1] ?? 0))
}
const total = (waits: readonly number[]): number => waits.reduce((sum, wait) => sum + wait, 0)

test.each([
  [0.25, 0],
  [0.25, 0.1],
  [0.25, 0.9],
  [3, 0.5],
  [5_000, 0.1],
])('orders come at %d a second on average, with %d of them in bursts', (rate, bursts) => {
  const measured = (ORDERS * 1_000) / total(waitsOf(rate, bursts))

  expect(measured / rate).toBeGreaterThan(0.9)
  expect(measured / rate).toBeLessThan(1.1)
})

test('the share asked for comes in bursts, at twenty times the rate', () => {
  const isShort = (wait: number): boolean => wait <= 5 * 200
  const share = (bursts: number): number => waitsOf(0.25, bursts).filter(isShort).length / ORDERS

  expect(share(0.4) - share(0)).toBeCloseTo(0.4 * (1 - share(0)), 1)
})

test('without bursts and with, time never goes back', () => {
  expect(Math.min(...waitsOf(1, 0), ...waitsOf(1, 0.5))).toBeGreaterThanOrEqual(0)
})
