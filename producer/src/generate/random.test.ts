import { Random } from './random.ts'

const draw = <T>(count: number, next: () => T): readonly T[] => Array.from({ length: count }, next)
const popCount = (word: number): number => (word >>> 0).toString(2).replaceAll('0', '').length
const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length

/** sfc32 as its author publishes it, on big integers: another arithmetic than the one under test. */
const sfc32 = (state: readonly [bigint, bigint, bigint, bigint]) => {
  let [a, b, c, counter] = state
  const word = (value: bigint): bigint => BigInt.asUintN(32, value)
  return (): number => {
    const result = word(a + b + counter)
    counter = word(counter + 1n)
    a = b ^ (b >> 9n)
    b = word(c + (c << 3n))
    c = word(word((c << 21n) | (c >> 11n)) + result)
    return Number(result)
  }
}

test('the numbers of a stream are these, on every version of Node', () => {
  const first = (...path: readonly number[]): readonly number[] => {
    const random = new Random(...path)
    return draw(4, () => random.next())
  }

  expect([first(), first(1), first(1, 2, 3), first(-1), first(Number.MAX_SAFE_INTEGER)]).toEqual([
    [2297102522, 4242804496, 2805528058, 609994695],
    [3102534751, 3632973534, 2436927760, 962543446],
    [3848494130, 21954540, 1839124038, 3636100766],
    [2223147366, 1578876626, 3117169112, 2279362304],
    [100116103, 74277300, 468077718, 3351159227],
  ])
})

test('a stream without a path is sfc32 from its constants, after twelve rounds', () => {
  const random = new Random()
  const oracle = sfc32([0x9e3779b9n, 0n, 0n, 1n])
  draw(12, oracle)

  expect(draw(1_000, () => random.next())).toEqual(draw(1_000, oracle))
})

test('every other draw is made of these', () => {
  const random = new Random(42)

  expect([
    draw(5, () => random.below(10)),
    draw(5, () => random.between(-2, 2)),
    draw(5, () => random.pick(['a', 'b', 'c'])),
    draw(5, () => random.waiting(1_000)),
    random.uuid(),
  ]).toEqual([
    [5, 7, 0, 2, 2],
    [0, -1, 1, 2, -1],
    ['b', 'b', 'a', 'a', 'c'],
    [1686, 1091, 1974, 1720, 1975],
    'ae1501b6-999a-4f93-a512-9dbf4270da84',
  ])
})

test('a chance of 0 never comes, of 1 always, of a quarter one time in four', () => {
  const random = new Random(7)
  const share = (chance: number): number => draw(40_000, () => random.chance(chance)).filter(Boolean).length / 40_000

  expect([share(0), share(1)]).toEqual([0, 1])
  expect(share(0.25)).toBeCloseTo(0.25, 2)
})

test('waits have the mean asked for and the spread of an exponential distribution, but for its tail', () => {
  const random = new Random(7)
  const waits = draw(100_000, () => random.waiting(60_000))

  const average = mean(waits)
  const deviation = Math.sqrt(mean(waits.map((wait) => (wait - average) ** 2)))

  expect(average / 60_000).toBeCloseTo(1, 1)
  expect(deviation / 60_000).toBeGreaterThan(0.85)
  expect(Math.max(...waits)).toBeLessThan(4.62 * 60_000)
})

test('streams whose paths differ in one bit have nothing in common', () => {
  const firsts = Array.from({ length: 4_096 }, (_, order) => new Random(1, 2, order).next())
  const bits = Array.from({ length: 32 }, (_, bit) => firsts.filter((word) => (word >>> bit) & 1).length / 4_096)
  const changed = mean(firsts.slice(1).map((word, index) => popCount(word ^ (firsts[index] as number))))

  expect(new Set(firsts).size).toBeGreaterThan(4_090)
  expect(Math.min(...bits)).toBeGreaterThan(0.46)
  expect(Math.max(...bits)).toBeLessThan(0.54)
  expect(changed).toBeCloseTo(16, 0)
})
