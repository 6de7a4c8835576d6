import v8 from 'node:v8'
import vm from 'node:vm'
import { murmur2 } from '@order-up/contracts'
import { Changelog } from './changelog.ts'

const restored = (changelog: Changelog): readonly (readonly [string, string])[] => {
  const state: (readonly [string, string])[] = []
  changelog.restore((key, value) => state.push([`${key}`, `${value}`]))
  return state.sort()
}

/** A linear congruential generator: the changes must be many and mixed, not random. */
const numbersFrom = (seed: number): ((below: number) => number) => {
  let state = seed
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return Math.floor((state / 2 ** 32) * below)
  }
}

test('committed state is a copy: a caller that writes to its bytes again changes nothing', () => {
  const changelog = new Changelog()
  const [key, value] = [Buffer.from('key'), Buffer.from('value')]
  changelog.apply({ key, value })

  key.fill(0)
  value.fill(0)

  expect(restored(changelog)).toEqual([['key', 'value']])
})

test('what is restored is a copy: the log is not harmed by what becomes of it', () => {
  const changelog = new Changelog()
  changelog.apply({ key: Buffer.from('key'), value: Buffer.from('value') })

  changelog.restore((key, value) => {
    key.fill(0)
    value.fill(0)
  })

  expect(restored(changelog)).toEqual([['key', 'value']])
})

test.each([1, 2, 3])('after any changes each live key stands there once with its last value: seed %i', (seed) => {
  const next = numbersFrom(seed)
  const changelog = new Changelog()
  const expected = new Map<string, string>()

  for (let change = 0; change < 50_000; change++) {
    const key = `key ${next(change < 25_000 ? 10_000 : 1_000)}`
    const value = next(4) === 0 ? null : `${change}`.padEnd(next(40), '.')
    changelog.apply({ key: Buffer.from(key), value: value === null ? null : Buffer.from(value) })
    if (value === null) expected.delete(key)
    else expected.set(key, value)
  }

  expect(restored(changelog)).toEqual([...expected].sort())
})

test('keys of equal hash are kept apart', () => {
  const changelog = new Changelog()
  const [one, other] = ['key 62w4qd 46427', 'key 6khqmo 50160'].map((key) => Buffer.from(key)) as [Buffer, Buffer]

  changelog.apply({ key: one, value: Buffer.from('1') })
  changelog.apply({ key: other, value: Buffer.from('2') })

  expect(murmur2(one)).toBe(murmur2(other))
  expect(restored(changelog)).toEqual([
    [`${one}`, '1'],
    [`${other}`, '2'],
  ])
})

/** Bytes of all buffers that are still in use. */
const bufferBytes = (): number => {
  v8.setFlagsFromString('--expose-gc')
  const collect = vm.runInNewContext('gc') as () => void
  // What the first collection found is freed beside the program; the second one waits for it.
  collect()
  collect()
  return process.memoryUsage().arrayBuffers
}

test('memory is bounded by the live keys, however many came before them', () => {
  const before = bufferBytes()
  const changelog = new Changelog()
  const value = Buffer.alloc(1_000)

  for (let change = 0; change < 100_000; change++) {
    changelog.apply({ key: Buffer.from(`${change}`), value })
    changelog.apply({ key: Buffer.from(`${change - 100}`), value: null })
  }

  expect(bufferBytes() - before).toBeLessThan(20_000_000)
  expect(restored(changelog)).toHaveLength(100)
})
