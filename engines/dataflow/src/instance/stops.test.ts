import { setImmediate } from 'node:timers/promises'
import type { ClaimedTask, EngineRun } from '@order-up/contracts'
import { randomCase, rawRecords, type TestLog, turnTimers } from '@order-up/contracts/kit'
import { createMemoryLog } from '@order-up/log'
import { flushBounds } from './bounds.ts'
import { askForFlush, namedEnds } from './flush-intent.ts'
import { FlushStops } from './flush-stops.ts'
import { KnownStops } from './known-stops.ts'
import { plansFor } from './plans.ts'

const ENGINE = 'dataflow'
const { sources } = plansFor(ENGINE, 2)

let log: TestLog
let ended: AbortController
beforeEach(() => {
  log = createMemoryLog({ partitions: 2 })
  ended = new AbortController()
})
afterEach(() => ended.abort())

const newRun = (): EngineRun => ({ log: log.connect({ name: ENGINE }), timers: turnTimers(), signal: ended.signal })

/** The first tasks that an instance is given; it waits for more from then on. */
const claim = async (run: EngineRun, count: number): Promise<ClaimedTask[]> => {
  const claims = run.log.claims(sources, ended.signal)[Symbol.asyncIterator]()
  const tasks: ClaimedTask[] = []
  for (let n = 0; n < count; n += 1) tasks.push((await claims.next()).value as ClaimedTask)
  void claims.next()
  return tasks
}

const manyTurns = async (): Promise<void> => {
  for (let turn = 0; turn < 50; turn += 1) await setImmediate()
}

test('E5 the ends are named once each partition was claimed by an instance that takes part, as they are then', async () => {
  const [run, other] = [newRun(), newRun()]
  const [first, second] = await claim(run, 2)
  const stops = new FlushStops(run, ended.signal)
  const watching = new FlushStops(other, ended.signal).follow()

  const stop = stops.of(first!)
  await manyTurns()
  const before = await namedEnds(run.log)
  await log.append(rawRecords(randomCase(1, { partitions: 2, size: 9 }).records, log.schemaId))
  const ends = [await stops.of(second!), await stop].reverse()
  await watching

  expect(before).toBeUndefined()
  expect(ends).toEqual((await log.ends('orders.events.raw')).map(({ offset }) => offset))
})

test('E5 a task that waits for the ends handles nothing where it is lost, or where the instance ends', async () => {
  const run = newRun()
  const [, second] = await claim(run, 2)
  const stop = new AbortController()
  const lost = new FlushStops(run, ended.signal).of(second!)
  const over = new FlushStops(run, stop.signal).of(second!)

  stop.abort()
  expect(await over).toBeUndefined()
  await claim(newRun(), 1)
  expect(await lost).toBeUndefined()
})

test('E5 a task that is claimed without flush handles nothing once one has been asked for', async () => {
  const run = newRun()
  const [first, second] = await claim(run, 2)
  const heard: string[] = []
  const bounds = { ...flushBounds(run.log), flush: false }
  const stops = new KnownStops({ run, bounds, signal: ended.signal, flushAsked: () => heard.push('asked') })

  const before = [await stops.of(first!), heard.length]
  await askForFlush(run.log)

  expect(before).toEqual([Number.POSITIVE_INFINITY, 0])
  expect([await stops.of(second!), heard]).toEqual([undefined, ['asked']])
})

test('E5 an instance that ends, or a task that is lost, waits for no answer of the log', async () => {
  const unanswered: Partial<EngineRun['log']> = { partitions: 2, decide: () => new Promise<never>(() => {}) }
  const run = { ...newRun(), log: unanswered as EngineRun['log'] }
  const [, second] = await claim(newRun(), 2)
  const setting = {
    run,
    bounds: flushBounds(log.connect({ name: ENGINE })),
    signal: ended.signal,
    flushAsked: () => {},
  }
  const following = [new KnownStops(setting).follow(), new FlushStops(run, ended.signal).follow()]
  const asking = [new KnownStops(setting).of(second!), new FlushStops(run, ended.signal).of(second!)]

  await manyTurns()
  await claim(newRun(), 1)
  expect(await Promise.all(asking)).toEqual([undefined, undefined])
  ended.abort()
  expect(await Promise.all(following)).toEqual([undefined, undefined])
})
