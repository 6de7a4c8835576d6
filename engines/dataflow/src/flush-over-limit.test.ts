import type { EngineRun } from '@order-up/contracts'
import {
  created,
  differencesBetween,
  expectedOutputs,
  RawHistory,
  rawRecords,
  readOutputs,
  referenceCase,
  START_MS,
  turnTimers,
} from '@order-up/contracts/kit'
import { createMemoryLog } from '@order-up/log'
import { createDataflowEngine } from './engine.ts'

const HOUR_MS = 3_600_000
/** Two partitions; the first goes on for hours after the second has fallen silent. */
const silentPartition = () => {
  const history = new RawHistory(2)
  history.event({ partition: 1, atMs: START_MS })
  for (let n = 0; n < 50; n += 1)
    history.event({ partition: 0, orderId: `o${n}`, atMs: START_MS + n * HOUR_MS, payload: created() })
  return referenceCase({ name: 'silent', about: '', rules: [], flush: true, ...history })
}

test.each(['at once', 'after a run without it'])('E5 a flush %s passes by what holds time back', async (when) => {
  const given = silentPartition()
  const log = createMemoryLog({ partitions: 2 })
  const raw = rawRecords(given.records, log.schemaId)
  await log.append(raw)
  const run = async (options: Partial<EngineRun>): Promise<unknown> => {
    const engine = createDataflowEngine()
    const { signal } = new AbortController()
    return engine.run({ log: log.connect(engine), signal, timers: turnTimers(), ...options })
  }

  if (when !== 'at once') await run({ untilEnd: true })
  await run({ flush: true, limits: { maxPending: 10 } })

  expect(differencesBetween(expectedOutputs(given, raw), await readOutputs(log))).toEqual([])
})
