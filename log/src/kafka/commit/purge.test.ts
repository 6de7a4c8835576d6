import type { Position } from '@order-up/contracts'
import { Purge } from './purge.ts'

const at = (partition: number, offset: number, topic = 'own'): Position => ({ topic, partition, offset })
const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))

/** A purge of the topic `own` every 30 ms of a clock that is set by hand. */
const purging = (deleteBefore: () => Promise<void> = async () => {}) => {
  const purged: (readonly Position[])[] = []
  const lines: string[] = []
  const clock = { ms: 0 }
  const purge = new Purge({
    topics: [{ topic: 'own', partitions: 2 }],
    everyMs: 30,
    now: () => clock.ms,
    deleteBefore: async (_, positions) => {
      purged.push(positions)
      await deleteBefore()
    },
    log: (line) => lines.push(line),
  })
  const consume = async (ms: number, ...positions: readonly Position[]): Promise<void> => {
    clock.ms = ms
    purge.consumed(positions)
    await settled()
  }
  return { consume, purged, lines }
}

test('what has been consumed is purged now and then, up to the last committed positions', async () => {
  const { consume, purged } = purging()

  await consume(10, at(0, 5), at(1, 7))
  await consume(29, at(0, 9))
  await consume(30)
  await consume(40, at(1, 8))
  await consume(61)

  expect(purged).toEqual([[at(0, 9), at(1, 7)], [at(1, 8)]])
})

test("topics that are not the engine's own are left alone", async () => {
  const { consume, purged } = purging()

  await consume(30, at(0, 5, 'raw'))

  expect(purged).toEqual([])
})

test('a purge that fails is told, fails nothing else, and is followed by the next', async () => {
  const { consume, purged, lines } = purging(() => Promise.reject(new Error('no')))

  await consume(30, at(0, 5))
  await consume(60, at(0, 6))

  expect([purged, lines]).toEqual([
    [[at(0, 5)], [at(0, 6)]],
    ['purging own: no', 'purging own: no'],
  ])
})
