import type { ClaimedTask, Log, Position, Task, TaskPlan } from '../../src/log-port.ts'
import { internalTopic, RAW_TOPIC } from '../../src/topics.ts'
import type { TestLog } from '../test-log.ts'
import { readBatches } from './read-batches.ts'
import { bytes, committedState, rawRun, stepOf } from './records.ts'
import type { TestBench } from './test-bench.ts'

const SHUFFLE = internalTopic('engine', 'shuffle')
const TASKS = 4

const taskOf = (at: number): Task => ({ name: `task-${at}`, inputs: [{ topic: SHUFFLE, partition: at }] })

/** Four tasks that read a topic of the engine's own, without standbys. */
const PLAN: TaskPlan = {
  part: 'shared',
  tasks: Array.from({ length: TASKS }, (_, at) => taskOf(at)),
  internalTopics: [{ topic: SHUFFLE, partitions: TASKS }],
  standbys: false,
}

const connect = (log: TestLog): Log => log.connect({ name: 'engine' })

const namesOf = (tasks: readonly ClaimedTask[]): readonly string[] => tasks.map(({ task }) => task.name).sort()

/** What an instance holds: each task from its claim until it is lost. */
interface Holder {
  readonly held: ClaimedTask[]
  /** Every claim so far. */
  readonly claims: string[]
  /** Resolves once the instance holds so many tasks. */
  holds(count: number): Promise<readonly string[]>
  /** Resolves once the instance has claimed so many times. */
  claimed(count: number): Promise<void>
  leave(): void
}

const holder = (bench: TestBench, log: Log, plan: TaskPlan = PLAN): Holder => {
  const stop = new AbortController()
  bench.signal().addEventListener('abort', () => stop.abort())
  const held: ClaimedTask[] = []
  const claims: string[] = []
  let changed = (): void => {}
  let failure: unknown
  const hold = async (): Promise<void> => {
    for await (const task of log.claims(plan, stop.signal)) {
      held.push(task)
      claims.push(task.task.name)
      task.lost.addEventListener('abort', () => {
        held.splice(held.indexOf(task), 1)
        changed()
      })
      changed()
    }
  }
  hold().catch((error: unknown) => {
    failure = error
    changed()
  })
  const until = async (isSo: () => boolean): Promise<void> => {
    while (!isSo() && failure === undefined)
      await new Promise<void>((resolve) => {
        changed = resolve
      })
    if (failure !== undefined) throw failure
  }
  return {
    held,
    claims,
    holds: async (count) => {
      await until(() => held.length === count)
      return namesOf(held)
    },
    claimed: (count) => until(() => claims.length === count),
    leave: () => stop.abort(),
  }
}

const ALL = PLAN.tasks.map(({ name }) => name)

/** Tasks that several instances share, and what the tasks of one engine have among themselves. */
export const describeSharing = (bench: TestBench): void => {
  test('one instance has all tasks; when another joins, each has half, and what is kept is not claimed anew', async () => {
    const log = await bench.open()
    const first = holder(bench, connect(log))
    const alone = await first.holds(TASKS)

    const second = holder(bench, connect(log))
    const taken = await second.holds(2)
    const kept = await first.holds(2)

    expect([alone, [...taken, ...kept].sort()]).toEqual([ALL, ALL])
    expect(first.claims).toHaveLength(TASKS)
  })

  test('an instance that leaves gives its tasks to the others, which keep theirs', async () => {
    const log = await bench.open()
    const first = holder(bench, connect(log))
    await first.holds(TASKS)
    const second = holder(bench, connect(log))
    await second.holds(2)
    await first.holds(2)

    first.leave()

    expect(await second.holds(TASKS)).toEqual(ALL)
    expect(second.claims).toHaveLength(TASKS)
  })

  test('E2 a task that has moved commits nothing more where it was, and goes on where it is', async () => {
    const log = await bench.open()
    const first = holder(bench, connect(log))
    await first.holds(TASKS)
    const before = [...first.held]
    for (const task of before) await task.commit(stepOf({ state: { is: task.task.name } }))
    const second = holder(bench, connect(log))
    await second.holds(2)

    const moved = before.filter(({ task }) => second.claims.includes(task.name))
    const refusals = moved.map((task) => expect(task.commit(stepOf({}))).rejects.toMatchObject({ code: 'OU1501' }))
    await Promise.all(refusals)

    expect(moved).toHaveLength(2)
    for (const task of second.held) expect((await committedState(task)).state).toEqual([`is=${task.task.name}`])
  })

  test('E1 internal records of a step reach the task that reads them, in order, once it is committed', async () => {
    const log = await bench.open()
    const all = holder(bench, connect(log))
    await all.holds(TASKS)
    const [writer, reader] = [0, 1].map((at) => all.held.find(({ task }) => task.name === ALL[at])) as ClaimedTask[]
    const internal = ['a', 'b', 'c'].map((text) => ({ topic: SHUFFLE, partition: 1, value: bytes(text) }))

    await writer!.commit({ outputs: [], state: [], positions: [], internal: internal.slice(0, 2) })
    await writer!.commit({ outputs: [], state: [], positions: [], internal: internal.slice(2) })

    const reading = readBatches((signal) => reader!.read(signal))
    await reading.upToCount(3)
    await reading.stop()
    expect(reading.recordsOf({ topic: SHUFFLE, partition: 1 }).map(({ key, value }) => [key, `${value}`])).toEqual([
      [null, 'a'],
      [null, 'b'],
      [null, 'c'],
    ])
  })

  test('E3 a task that was lost comes again, and is read anew though its last reader has not gone on', async () => {
    const log = await bench.open({ fault: (commit) => (commit === 1 ? 'fence' : undefined) })
    const all = holder(bench, connect(log))
    await all.holds(TASKS)
    const [writer, before] = [0, 1].map((at) => all.held.find(({ task }) => task.name === ALL[at])) as ClaimedTask[]
    const input = { topic: SHUFFLE, partition: 1 }
    await writer!.commit({ outputs: [], state: [], positions: [], internal: [{ ...input, value: bytes('a') }] })
    const waiting = before!.read(bench.signal())[Symbol.asyncIterator]()
    await waiting.next()

    const refused = before!.commit({ outputs: [], state: [], positions: [{ ...input, offset: 1 }] })
    await expect(refused).rejects.toMatchObject({ code: 'OU1501' })
    await all.claimed(TASKS + 1)

    const again = all.held.find(({ task }) => task.name === ALL[1])
    const reading = readBatches((signal) => again!.read(signal))
    await reading.upToCount(1)
    await reading.stop()
    expect(reading.recordsOf(input).map(({ value }) => `${value}`)).toEqual(['a'])
    expect((await waiting.next()).done).toBe(true)
  })

  test('ends and committed positions can be asked for, of every task, wherever it runs', async () => {
    const log = await bench.open()
    await log.append(rawRun(1, 3))
    const [one, other] = [connect(log), connect(log)]
    const all = holder(bench, one)
    await all.holds(TASKS)
    const moved: Position = { topic: SHUFFLE, partition: 2, offset: 7 }
    const task = all.held.find(({ task: { name } }) => name === ALL[2])
    const before = await other.committed(PLAN)

    await task!.commit({ outputs: [], state: [], positions: [moved] })

    const zero = PLAN.tasks.flatMap(({ inputs }) => inputs.map((input) => ({ ...input, offset: 0 })))
    expect(before).toEqual(zero)
    expect(await other.committed(PLAN)).toEqual(zero.map((each) => (each.partition === 2 ? moved : each)))
    expect(await other.ends([{ topic: RAW_TOPIC, partition: 1 }])).toEqual([
      { topic: RAW_TOPIC, partition: 1, offset: 3 },
    ])
  })

  test('what an engine decides is decided once: the first proposal counts, for every instance of it', async () => {
    const log = await bench.open()
    const [one, other] = [connect(log), connect(log)]

    const undecided = await one.decide('what')
    const decided = [await one.decide('what', 'a'), await other.decide('what', 'b'), await other.decide('what')]

    expect([undecided, decided]).toEqual([undefined, ['a', 'a', 'a']])
    expect(await log.connect({ name: 'another' }).decide('what', 'c')).toBe('c')
  })
}
