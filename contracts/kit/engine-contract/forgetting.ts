import type { Step, Task } from '../../src/log-port.ts'
import { created, RawHistory, START_MS, shipped } from '../raw-history.ts'
import { type Candidate, type EngineTest, filledLog, runToEnd } from './engine-test.ts'

const DAY_MS = 86_400_000
const MINUTE_MS = 60_000

/** Orders of one customer, each in windows of its own, some held for ever; then two silences of a month. */
const forgotten = (orders: number): RawHistory => {
  const history = new RawHistory()
  for (let n = 0; n < orders; n += 1) {
    const item = { product_id: 'P', category: `C${n}`, quantity: 1, unit_price: 1_000 }
    const atMs = START_MS + n * MINUTE_MS
    history.event({ orderId: `o${n}`, atMs, payload: shipped })
    history.event({ orderId: `o${n}`, atMs, payload: created({ items: [item] }) })
    history.event({ orderId: `held${n}`, atMs, payload: shipped })
  }
  for (const days of [31, 62]) history.event({ atMs: START_MS + days * DAY_MS })
  return history
}

/** Keys that are left in the state of all tasks. */
const keysLeft = async (candidate: Candidate, history: RawHistory): Promise<number> => {
  const keys = new Set<string>()
  const onCommitted = ({ state }: Step, { name }: Task): void => {
    for (const { key, value } of state) keys[value === null ? 'delete' : 'add'](`${name} ${key.toString('hex')}`)
  }
  const log = await filledLog(candidate, history)
  await runToEnd(candidate, log, { limits: { maxChanges: 40 }, probe: { onCommitted } })
  return keys.size
}

/** State does not grow with what time has left behind (O1, O6, M3, C2). */
export const forgettingTests: readonly EngineTest[] = [
  {
    title: 'O1 O6 M3 C2 what time has left behind leaves nothing in the state',
    body: async (candidate) => {
      const few = await keysLeft(candidate, forgotten(10))
      const many = await keysLeft(candidate, forgotten(100))

      expect(many).toBe(few)
    },
  },
]
