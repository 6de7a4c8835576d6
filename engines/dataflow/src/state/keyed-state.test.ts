import { longCodec, stateCodec } from '@order-up/engine-core'
import { HeapStore } from '../store/heap-store.ts'
import { lastingStores } from '../testing/lasting-stores.ts'
import { TaskState } from './task-state.ts'

test('a key that is forgotten, again and again, leaves nothing in the heap', async () => {
  const state = new TaskState(new HeapStore(), 10)
  const counts = state.keyed('c', longCodec)

  for (let n = 0; n < 100; n += 1) {
    counts.put(`k${n}`, n)
    if (n > 0) counts.delete(`k${n - 1}`)
    state.drain()
    await state.committed(`m${n}`)
  }

  expect([counts.cached, counts.get('k98'), counts.get('k99')]).toEqual([1, undefined, 99])
})

describe('a cache before a local copy', () => {
  const ENTRIES = 1_000
  const MIB = 1_048_576

  /** Puts so many values of so many bytes, a step each, and reads those of before each time; resolves with what is held. */
  const kept = async (values: number, bytes: number): Promise<number> => {
    const state = new TaskState(lastingStores().open('task'), ENTRIES)
    const texts = state.keyed('t', stateCodec<string>('string'))
    const text = 'x'.repeat(bytes)
    for (let n = 0; n < values; n += 1) {
      texts.put(`k${n}`, text)
      state.drain()
      await state.committed(`m${n}`)
      for (let before = Math.max(0, n - 20); before < n; before += 1)
        if (texts.get(`k${before}`)?.length !== bytes) throw new Error(`k${before} is gone`)
    }
    return texts.cached
  }

  test('holds small values by their number', async () => {
    expect(await kept(3 * ENTRIES, 1)).toBeGreaterThan(ENTRIES)
  })

  test('holds large values by their bytes: at most twice 4 MiB, and what comes last', async () => {
    expect(await kept(50, MIB)).toBeLessThanOrEqual(10)
  })
})
