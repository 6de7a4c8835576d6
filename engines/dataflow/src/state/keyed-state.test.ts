import { longCodec } from '@order-up/engine-core'
import { HeapStore } from '../store/heap-store.ts'
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
