import { compareUtf8 } from '@order-up/contracts'
import fc from 'fast-check'
import { HeapStore } from '../store/heap-store.ts'
import { KeyQueue } from './key-queue.ts'
import { timeKey } from './time-key.ts'

/** A store that shows no more than `window` keys at once, as one on disk does, and learns of keys later. */
class WindowedStore extends HeapStore {
  override readonly window: number

  constructor(window: number) {
    super()
    this.window = window
  }

  override keysAfter(prefix: string, after: string): readonly string[] {
    return super.keysAfter(prefix, after).slice(0, this.window)
  }
}

const write = (store: HeapStore, key: string, isThere: boolean): void =>
  store.apply(Buffer.from(`t${key}`), isThere ? Buffer.from([1]) : null)

type Move = { readonly add: string } | 'pop' | 'flush'

const keys = fc
  .tuple(fc.integer({ min: 0, max: 9 }), fc.string({ unit: 'grapheme', maxLength: 3 }))
  .map(([ms, rest]) => `${timeKey(ms)}|${rest}`)
const moves = fc.array(
  fc.oneof(
    { weight: 5, arbitrary: keys.map((add): Move => ({ add })) },
    { weight: 3, arbitrary: fc.constant<Move>('pop') },
    { weight: 1, arbitrary: fc.constant<Move>('flush') },
  ),
  { maxLength: 200 },
)

test('keys come out in the order of their bytes, whatever of them the store has by then', () => {
  fc.assert(
    fc.property(moves, fc.integer({ min: 1, max: 5 }), (given, window) => {
      const store = new WindowedStore(window)
      const queue = new KeyQueue('t', store)
      const present = new Set<string>()
      const unwritten = new Map<string, boolean>()
      const popped: (string | undefined)[] = []
      const expected: (string | undefined)[] = []
      for (const move of given) {
        if (move === 'flush') {
          for (const [key, isThere] of unwritten) write(store, key, isThere)
          unwritten.clear()
        } else if (move === 'pop') {
          const first = [...present].sort(compareUtf8)[0]
          expected.push(first)
          popped.push(queue.peek())
          if (first === undefined) continue
          queue.pop()
          present.delete(first)
          unwritten.set(first, false)
        } else if (!present.has(move.add) && unwritten.get(move.add) === undefined) {
          present.add(move.add)
          unwritten.set(move.add, true)
          queue.add(move.add)
        }
      }
      expect(popped).toEqual(expected)
    }),
  )
})
