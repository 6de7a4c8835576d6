import type { GoldenCase } from '../golden-case.ts'
import type { ModeName } from '../modes.ts'
import { created, RawHistory, START_MS } from '../raw-history.ts'
import { referenceCase } from '../reference-case.ts'
import { failureLines, verifyCase } from '../verify.ts'
import type { EngineTest } from './engine-test.ts'

/** More than any engine has reason to treat one by one. */
const PARTITIONS = 12
const ORDERS = 60
const RUNS = 2

/** Orders of many customers and categories over many partitions, so that each output partition has something of each. */
const spread = (): GoldenCase => {
  const history = new RawHistory(PARTITIONS)
  for (let n = 0; n < ORDERS; n += 1) {
    const item = { product_id: 'P', category: `C${n % 7}`, quantity: 1, unit_price: 1_000 }
    const payload = created({ customer_id: `CUST-US-${n % 13}`, items: [item] })
    history.event({ partition: n % PARTITIONS, orderId: `o${n}`, atMs: START_MS + n * 30_000, payload })
  }
  return referenceCase({ name: 'spread', about: '', rules: [], flush: true, ...history })
}

const inMode = (mode: ModeName): EngineTest => ({
  title: `E3 E4 M3 a log of ${PARTITIONS} partitions yields what it should, in mode ${mode}`,
  body: async (candidate) => {
    const { failure } = await verifyCase({ ...candidate, case: spread(), mode, seed: 1, maxRuns: RUNS })
    if (failure !== undefined) throw new Error(failureLines(failure).join('\n'))
  },
})

/** Logs of more partitions than the golden cases have. */
export const manyPartitionTests: readonly EngineTest[] = (['whole', 'stormy'] as const).map(inMode)
