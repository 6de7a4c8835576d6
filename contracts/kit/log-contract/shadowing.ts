import type { Log } from '../../src/log-port.ts'
import { OUTPUT_NAMES, OUTPUT_TOPICS, shadowTopic } from '../../src/topics.ts'
import { committedState, liveOutputs, stepOf, valuesIn } from './records.ts'
import type { TestBench } from './test-bench.ts'

const everyOutput = (prefix: string) =>
  stepOf({ outputs: OUTPUT_NAMES.map((output) => [output, 1, `${prefix} ${output}`]), state: { by: prefix } })

export const describeShadowing = (bench: TestBench): void => {
  const commitOnce = async (instance: Log, prefix: string): Promise<void> => {
    const task = await bench.join(instance).next()
    await task.commit(everyOutput(prefix))
    await task.close()
  }

  test('an engine in shadow writes to its shadow topics and to nothing else', async () => {
    const log = await bench.open()

    await commitOnce(log.connect({ name: 'b', shadow: true }), 'b')

    const shadows: (readonly (readonly string[])[])[] = []
    for (const output of OUTPUT_NAMES) shadows.push(await valuesIn(log, shadowTopic('b', OUTPUT_TOPICS[output])))
    expect(shadows).toEqual(OUTPUT_NAMES.map((output) => [[], [`b ${output}`], []]))
    expect(await liveOutputs(log)).toEqual([])
    expect(await valuesIn(log, shadowTopic('a', OUTPUT_TOPICS.curated))).toEqual([[], [], []])
  })

  test('two engines on one log share neither tasks nor state nor positions', async () => {
    const log = await bench.open()
    const live = await bench.claim(log, 'a')
    await live.commit(stepOf({ outputs: [['curated', 0, 'a']], state: { by: 'a' }, positions: { 0: 1 } }))

    const shadow = await bench.join(log.connect({ name: 'b', shadow: true })).next()

    expect(await committedState(shadow)).toEqual({ positions: [0, 0, 0], state: [] })
    await shadow.commit(stepOf({ outputs: [['curated', 0, 'b']], state: { by: 'b' }, positions: { 0: 2 } }))
    await live.close()
    expect(await committedState(await bench.claim(log, 'a'))).toEqual({ positions: [1, 0, 0], state: ['by=a'] })
    expect(await liveOutputs(log)).toEqual(['a'])
  })

  test('an engine keeps its state when it goes from shadow to live', async () => {
    const log = await bench.open()
    await commitOnce(log.connect({ name: 'b', shadow: true }), 'b')

    const live = await bench.claim(log, 'b')

    expect((await committedState(live)).state).toEqual(['by=b'])
  })
}
