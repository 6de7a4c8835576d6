import { share } from './share-setting.ts'

test('a share is a plain decimal from 0 to the most there may be', () => {
  const { parse } = share({ about: '', fallback: 0, most: 0.9 })

  expect(['0', '0.02', '0.9', '1', '0.91', '-0.1', '.5', '1e-3', 'many', ''].map(parse)).toEqual([
    0,
    0.02,
    0.9,
    ...Array(7).fill(undefined),
  ])
})
