import { setImmediate } from 'node:timers/promises'
import { type ClaimedTask, type RunSummary, withTasks } from '@order-up/contracts'
import { bundledCase, type Fault, type GoldenCase, rawRecords, registryOf, turnTimers } from '@order-up/contracts/kit'
import { createMemoryLog } from '@order-up/log'
import { createDataflowEngine } from './engine.ts'
import { watchedStores } from './testing/watched-stores.ts'

const runWith = async (given: GoldenCase, fault: (commit: number) => Fault | undefined): Promise<RunSummary> => {
  const { partitions, records } = given
  const log = createMemoryLog({ partitions, registry: registryOf(records), fault, maxBatch: 3 })
  await log.append(rawRecords(records, log.schemaId))
  const engine = createDataflowEngine()
  const { signal } = new AbortController()
  const limits = { maxRecords: 2, commitIntervalMs: 0 }
  return engine.run({ log: log.connect(engine), signal, timers: turnTimers(), limits, untilEnd: true })
}

const CASES = ['duplicates', 'orphans-in-order', 'windows-close']

test.each(CASES)('%s: what is dropped with a lost task is counted by whoever does it again alone', async (name) => {
  const counted = ({ records, refused, held, curated, heartbeats }: RunSummary) => ({
    ...{ records, refused, held, curated, heartbeats },
  })
  const given = bundledCase(name)
  const undisturbed = await runWith(given, () => undefined)

  const disturbed = await runWith(given, (commit) => (commit % 2 === 0 && commit < 30 ? 'fence' : undefined))

  expect(counted(disturbed)).toEqual(counted(undisturbed))
})

/** A task that is lost behind its first batch, while its first commit, which is durable, is still on its way. */
const lostInCommit = (task: ClaimedTask): ClaimedTask => ({
  task: task.task,
  positions: task.positions,
  schemaIds: task.schemaIds,
  lost: task.lost,
  restore: (copy) => task.restore(copy),
  read: async function* (signal) {
    const { value } = await task.read(signal)[Symbol.asyncIterator]().next()
    yield value
    await setImmediate()
  },
  ends: () => task.ends(),
  pause: (input) => task.pause(input),
  resume: (input) => task.resume(input),
  commit: async (step) => {
    const mark = await task.commit(step)
    for (let turn = 0; turn < 20; turn += 1) await setImmediate()
    return mark
  },
  close: () => task.close(),
})

test('E3 a local copy is closed only once the commit in flight has reached it', async () => {
  const { partitions, records } = bundledCase('windows-close')
  const log = createMemoryLog({ partitions, registry: registryOf(records), maxBatch: 3 })
  await log.append(rawRecords(records, log.schemaId))
  const seen: string[] = []
  const stores = watchedStores({
    committing: (task) => void seen.push(`${task} takes a step`),
    closing: (task) => void seen.push(`${task} closes`),
  })
  const engine = createDataflowEngine({ stores })
  const stop = new AbortController()

  const running = engine.run({
    log: withTasks(log.connect(engine), lostInCommit),
    signal: stop.signal,
    timers: turnTimers(),
    limits: { commitIntervalMs: 0 },
  })
  for (let turn = 0; turn < 100; turn += 1) await setImmediate()
  stop.abort()
  await running

  expect(seen.filter((line) => line.startsWith('source-0'))).toEqual(['source-0 takes a step', 'source-0 closes'])
})
