import { editDistance, nearest } from './edit-distance.ts'

test('the distance counts letters inserted, deleted and replaced', () => {
  const pairs = [
    ['', ''],
    ['seed', 'seed'],
    ['sed', 'seed'],
    ['seeed', 'seed'],
    ['seat', 'seed'],
    ['', 'seed'],
    ['kitten', 'sitting'],
  ] as const

  expect(pairs.map(([from, to]) => editDistance(from, to))).toEqual([0, 0, 1, 1, 2, 4, 3])
})

test('a name is guessed only where it is at most two letters away, whatever its case', () => {
  const known = ['engine', 'orders', 'dataDir']

  expect(['enigne', 'order', 'DATADIR', 'rate', 'x'].map((name) => nearest(name, known))).toEqual([
    'engine',
    'orders',
    'dataDir',
    undefined,
    undefined,
  ])
})
