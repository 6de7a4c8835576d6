import { rulesOf } from './rules.ts'

test('a title begins with its rules', () => {
  const titles = ['O3 O4 order-life whole', 'maxChanges a flush is cut', 'a case about O3', 'E5']

  expect(titles.map(rulesOf)).toEqual([['O3', 'O4'], ['maxChanges'], [], ['E5']])
})
