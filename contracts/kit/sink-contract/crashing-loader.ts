import { randomFrom } from '../random.ts'
import { CrashError } from '../test-log.ts'
import { expectedTables } from './expected-tables.ts'
import { faultySink, type SinkFault } from './faulty-sink.ts'
import { memoryTopics } from './memory-topics.ts'
import type { SinkBench, TestDatabase } from './sink-bench.ts'
import { sinkEntries } from './sink-entries.ts'
import { layOut } from './topic-contents.ts'

const SEED = 5
const ENTRIES = sinkEntries(SEED)
const TOPICS = layOut(ENTRIES, randomFrom(SEED))
/** Small enough for several loads a topic. */
const MAX_RECORDS = 12

const FAULTS: readonly SinkFault[] = ['crash-before', 'crash-after']

export const describeCrashingLoader = (bench: SinkBench): void => {
  /** Runs one loader; true where it came to the end, false where it died as scripted. */
  const survives = async (database: TestDatabase, fault: (load: number) => SinkFault | undefined) => {
    const spoil = (sink: Parameters<typeof faultySink>[0]) => faultySink(sink, fault)
    const run = bench.run(database, memoryTopics(TOPICS, { seed: SEED }), { maxRecords: MAX_RECORDS, spoil })
    return run.then(
      () => true,
      (failure: unknown) => {
        if (failure instanceof CrashError) return false
        throw failure
      },
    )
  }

  test.each(FAULTS)('E3 a loader that dies at any one load (%s) and is followed by another', async (fault) => {
    const found: unknown[] = []
    for (let at = 0; ; at += 1) {
      const database = await bench.create()
      if (await survives(database, (load) => (load === at ? fault : undefined))) break
      await survives(database, () => undefined)
      found.push(await bench.tables(database))
    }

    expect(found.length).toBeGreaterThan(5)
    expect(found).toEqual(found.map(() => expectedTables(ENTRIES)))
  })

  test('E3 loaders that die at every load, before or after it, still come to the end', async () => {
    const database = await bench.create()
    const random = randomFrom(SEED)

    let lives = 0
    while (!(await survives(database, (load) => (load === 1 ? random.pick(FAULTS) : undefined)))) lives += 1

    expect(await bench.tables(database)).toEqual(expectedTables(ENTRIES))
    expect(lives).toBeGreaterThan(3)
  })
}
