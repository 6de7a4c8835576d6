import { OrderUpError } from '../../src/errors.ts'
import type { Position } from '../../src/log-port.ts'
import type { LoadBatch, Sink } from '../../src/sink-port.ts'
import { OUTPUT_NAMES, OUTPUT_TOPICS } from '../../src/topics.ts'
import { randomFrom } from '../random.ts'
import { expectedTables } from './expected-tables.ts'
import { memoryTopics } from './memory-topics.ts'
import type { SinkBench } from './sink-bench.ts'
import { sinkEntries } from './sink-entries.ts'
import { layOut, PARTITIONS, type TopicContents } from './topic-contents.ts'

const SEED = 6
const ENTRIES = sinkEntries(SEED)
const TOPICS = layOut(ENTRIES, randomFrom(SEED))

const CLAIM = { group: 'kit', logId: 'kit', partitions: PARTITIONS }

/** Each topic as one load. */
const wholeTopics = (topics: TopicContents): readonly LoadBatch[] =>
  OUTPUT_NAMES.map((output) => ({
    output,
    spans: topics[output].map(({ endOffset }, partition) => ({ partition, fromOffset: 0, nextOffset: endOffset })),
    records: topics[output].flatMap(({ records }, partition) => records.map((record) => ({ ...record, partition }))),
  }))

const codeOf = async (call: Promise<unknown>): Promise<string> => {
  const failure = await call.catch((reason: unknown) => reason)
  if (failure instanceof OrderUpError) return failure.code
  throw new Error('should have been refused', { cause: failure })
}

const byName = (positions: readonly Position[]) =>
  Object.fromEntries(positions.map(({ topic, partition, offset }) => [`${topic}/${partition}`, offset]))

const positionsOf = async (sink: Sink) => byName(await sink.claim(CLAIM))

const allAt = (offsetOf: (output: (typeof OUTPUT_NAMES)[number], partition: number) => number) =>
  byName(
    OUTPUT_NAMES.flatMap((output) =>
      Array.from({ length: PARTITIONS }, (_, partition) => ({
        topic: OUTPUT_TOPICS[output],
        partition,
        offset: offsetOf(output, partition),
      })),
    ),
  )

export const describeClaiming = (bench: SinkBench): void => {
  test('a claim answers where to go on in every partition of every topic', async () => {
    const database = await bench.create()
    const sink = await bench.open(database)

    const before = await positionsOf(sink)
    for (const batch of wholeTopics(TOPICS)) await sink.load(batch)
    const after = await positionsOf(await bench.open(database))

    expect({ before, after }).toEqual({
      before: allAt(() => 0),
      after: allAt((output, partition) => TOPICS[output][partition]!.endOffset),
    })
  })

  test('E2 OU1502 a loader that goes on after another has claimed its group writes nothing', async () => {
    const database = await bench.create()
    const zombie = await bench.open(database)
    await zombie.claim(CLAIM)
    const before = await positionsOf(await bench.open(database))

    const codes = await Promise.all(wholeTopics(TOPICS).map((batch) => codeOf(zombie.load(batch))))

    const tables = await bench.tables(database)
    const after = await positionsOf(await bench.open(database))
    expect({ codes, tables, after }).toEqual({
      codes: OUTPUT_NAMES.map(() => 'OU1502'),
      tables: expectedTables([]),
      after: before,
    })
  })

  test('E2 OU1502 a loader superseded halfway leaves the rest to the newer one', async () => {
    const database = await bench.create()
    const zombie = await bench.open(database)
    await zombie.claim(CLAIM)
    const [first, ...rest] = wholeTopics(TOPICS)
    await zombie.load(first!)

    await bench.run(database, memoryTopics(TOPICS))
    const codes = await Promise.all(rest.map((batch) => codeOf(zombie.load(batch))))

    expect(codes).toEqual(rest.map(() => 'OU1502'))
    expect(await bench.tables(database)).toEqual(expectedTables(ENTRIES))
  })

  test('a load moves all of its positions or none, and one that fails fails those that were called after it', async () => {
    const database = await bench.create()
    const sink = await bench.open(database)
    await sink.claim(CLAIM)
    const [first, ...rest] = wholeTopics(TOPICS)
    const spans = first!.spans.map((span) => (span.partition === 1 ? { ...span, fromOffset: 1 } : span))

    const codes = await Promise.all([{ ...first!, spans }, ...rest].map((batch) => codeOf(sink.load(batch))))

    const tables = await bench.tables(database)
    const positions = await positionsOf(await bench.open(database))
    expect({ codes, tables, positions }).toEqual({
      codes: OUTPUT_NAMES.map(() => 'OU7002'),
      tables: expectedTables([]),
      positions: allAt(() => 0),
    })
  })

  test.each([
    ['OU1307', 'tables that were loaded from another log are refused', { ...CLAIM, logId: 'another' }],
    ['OU1307', 'another group does not make them ours', { group: 'another', logId: 'another', partitions: PARTITIONS }],
    ['OU1301', 'another number of partitions is refused', { ...CLAIM, partitions: PARTITIONS + 1 }],
  ] as const)('%s %s, and whoever holds the group goes on', async (expected, _, claim) => {
    const database = await bench.create()
    const sink = await bench.open(database)
    await sink.claim(CLAIM)

    const code = await codeOf((await bench.open(database)).claim(claim))

    for (const batch of wholeTopics(TOPICS)) await sink.load(batch)
    expect(code).toBe(expected)
    expect(await bench.tables(database)).toEqual(expectedTables(ENTRIES))
  })

  test('OU1307 a log that ends before what was loaded is another one of the same name', async () => {
    const database = await bench.create()
    await bench.run(database, memoryTopics(TOPICS))

    const code = await codeOf(bench.run(database, memoryTopics(layOut([], randomFrom(SEED)))))

    expect(code).toBe('OU1307')
  })
}
