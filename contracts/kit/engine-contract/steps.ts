import type { StepLimits } from '../../src/engine-port.ts'
import type { Step } from '../../src/log-port.ts'
import { RAW_TOPIC } from '../../src/topics.ts'
import type { GoldenCase } from '../golden-case.ts'
import { created, RawHistory, START_MS, shipped } from '../raw-history.ts'
import { referenceCase } from '../reference-case.ts'
import type { Fault } from '../test-log.ts'
import { differencesOf, type EngineTest, filledLog, runOn, runToEnd } from './engine-test.ts'

const DAY_MS = 86_400_000
const ORDERS = 1_000
const HELD = 200
const MAX_CHANGES = 50
/** Far above the outputs and state records of one event, window member, counted customer or forgotten order. */
const ONE_UNIT = 20

/**
 * An order that is created after many events of it, then a silence after which time sets off a thousand countings and
 * closings and two thousand expiries at once, one of them of an order with many held events.
 */
const silence = (flush: boolean): GoldenCase => {
  const history = new RawHistory()
  for (const orderId of ['released', 'orphaned'])
    for (let n = 0; n < HELD; n += 1) history.event({ orderId, atMs: START_MS, payload: shipped })
  history.event({ orderId: 'released', atMs: START_MS, payload: created() })
  for (let n = 0; n < ORDERS; n += 1) {
    const item = { product_id: 'P', category: `C${n}`, quantity: 1, unit_price: 1_000 }
    const payload = created({ customer_id: `CUST-US-${n}`, items: [item] })
    history.event({ orderId: `o${n}`, atMs: START_MS, payload })
    history.event({ orderId: `held${n}`, atMs: START_MS, payload: shipped })
  }
  if (!flush) history.event({ atMs: START_MS + 31 * DAY_MS })
  return referenceCase({ name: 'silence', about: '', rules: [], flush, ...history })
}

const changesOf = ({ outputs, state }: Step): number => outputs.length + state.length

const bounded = (what: string, flush: boolean): EngineTest => ({
  title: `maxChanges ${what} is cut into steps of bounded size`,
  body: async (candidate) => {
    const given = silence(flush)
    const log = await filledLog(candidate, given)
    let largest = 0
    const onCommit = (step: Step): void => {
      largest = Math.max(largest, changesOf(step))
    }

    await runOn(candidate, log, { ...bounds(flush), limits: { maxChanges: MAX_CHANGES }, probe: { onCommit } })

    expect(largest).toBeLessThanOrEqual(MAX_CHANGES + ONE_UNIT)
    expect(await differencesOf(log, given)).toEqual([])
  },
})

const bounds = (flush: boolean) => (flush ? { flush } : { untilEnd: true })

const interrupted = (what: string, flush: boolean): EngineTest => ({
  title: `E1 E3 E5 ${what} goes on where a crash between its steps left it`,
  body: async (candidate) => {
    const given = silence(flush)
    const kinds: readonly Fault[] = ['crash-before', 'crash-during', 'crash-after']
    const log = await filledLog(candidate, given, {
      fault: (commit) => (commit % 20 === 19 ? kinds[(commit - 19) % 3] : undefined),
    })
    const run = () => runOn(candidate, log, { ...bounds(flush), limits: { maxChanges: MAX_CHANGES } })
    let crashes = 0

    for (let done = false; !done; )
      await run().then(
        () => {
          done = true
        },
        () => {
          crashes += 1
        },
      )

    expect(crashes).toBeGreaterThan(5)
    expect(await differencesOf(log, given)).toEqual([])
  },
})

const bytesBetweenTasks = ({ internal = [] }: Step): number =>
  internal.reduce((sum, { value }) => sum + value.length, 0)

/** Orders of very many categories each: little output and state, and very much for the windows. */
const manyCategories = (): GoldenCase => {
  const history = new RawHistory()
  const items = Array.from({ length: 200 }, (_, n) => {
    return { product_id: 'P', category: `C${n}`, quantity: 1, unit_price: 100 }
  })
  const payload = created({ items, items_count: items.length, amount: items.length * 100 })
  for (let n = 0; n < 20; n += 1) history.event({ orderId: `o${n}`, atMs: START_MS, payload })
  return referenceCase({ name: 'categories', about: '', rules: [], flush: false, ...history })
}

const boundedBetweenTasks: EngineTest = {
  title: 'maxChanges what a step sends from task to task is bounded with the rest of it',
  body: async (candidate) => {
    const given = manyCategories()
    const largest = async (limits: Partial<StepLimits>): Promise<number> => {
      const log = await filledLog(candidate, given)
      let bytes = 0
      const onCommit = (step: Step): void => {
        bytes = Math.max(bytes, bytesBetweenTasks(step))
      }
      await runToEnd(candidate, log, { limits, probe: { onCommit } })
      expect(await differencesOf(log, given)).toEqual([])
      return bytes
    }

    const ofOneRecord = await largest({ maxRecords: 1, commitIntervalMs: 0 })

    expect(await largest({ maxChanges: MAX_CHANGES })).toBeLessThanOrEqual(2 * ofOneRecord)
  },
}

const fewRecords: EngineTest = {
  title: 'maxRecords a step takes in no more raw records than it may',
  body: async (candidate) => {
    const given = silence(false)
    const log = await filledLog(candidate, given)
    let position = 0
    let most = 0
    const onCommit = ({ positions }: Step): void => {
      const offset = positions.find(({ topic }) => topic === RAW_TOPIC)?.offset ?? position
      most = Math.max(most, offset - position)
      position = offset
    }

    await runToEnd(candidate, log, { limits: { maxRecords: 7 }, probe: { onCommit } })

    expect([most, position]).toEqual([7, given.records.length])
  },
}

const MAX_BYTES = 5_000
const GARBAGE_BYTES = 1_000

/** Values that can't be read: each becomes a dead letter, which holds it whole. */
const garbage = (): GoldenCase => {
  const history = new RawHistory()
  const value = Buffer.alloc(GARBAGE_BYTES, 0xff)
  for (let n = 0; n < 40; n += 1) history.add({ content: { kind: 'value', value } })
  return referenceCase({ name: 'garbage', about: '', rules: [], flush: false, ...history })
}

const outputBytes = ({ outputs }: Step): number => outputs.reduce((sum, { value }) => sum + (value?.length ?? 0), 0)

const fewBytes: EngineTest = {
  title: 'maxBytes a step ends once it holds as many bytes as it may, and not before',
  body: async (candidate) => {
    const given = garbage()
    const log = await filledLog(candidate, given)
    const bytes: number[] = []
    const onCommit = (step: Step): void => void bytes.push(outputBytes(step))

    await runToEnd(candidate, log, { limits: { maxBytes: MAX_BYTES }, probe: { onCommit } })

    const full = bytes.filter((each) => each > 0).slice(0, -1)
    expect(Math.max(...bytes)).toBeLessThan(MAX_BYTES + 2 * GARBAGE_BYTES)
    expect(Math.min(...full)).toBeGreaterThanOrEqual(MAX_BYTES)
    expect(await differencesOf(log, given)).toEqual([])
  },
}

/** Steps are bounded, whatever one record or a flush sets off (StepLimits). */
export const stepTests: readonly EngineTest[] = [
  bounded('what a heartbeat after a silence sets off', false),
  bounded('what a flush sets off', true),
  interrupted('what a heartbeat after a silence sets off', false),
  interrupted('what a flush sets off', true),
  boundedBetweenTasks,
  fewRecords,
  fewBytes,
]
