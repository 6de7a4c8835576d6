import { conservation, holds } from './conservation.ts'
import { SAMPLE_COUNTS } from './sample-run.ts'

test('what adds up holds in every equation', () => {
  expect(conservation(SAMPLE_COUNTS).filter((equation) => !holds(equation))).toEqual([])
})

/** Every number of a record of records, as the path to it. */
const paths = (value: object, at: readonly string[] = []): readonly (readonly string[])[] =>
  Object.entries(value).flatMap(([name, inner]) =>
    typeof inner === 'number' ? [[...at, name]] : paths(inner as object, [...at, name]),
  )

const oneMore = (value: object, [name, ...rest]: readonly string[]): object => ({
  ...value,
  [name!]: Object.entries(value)
    .filter(([key]) => key === name)
    .map(([, inner]) => (rest.length === 0 ? inner + 1 : oneMore(inner as object, rest)))[0],
})

/** Numbers that are shown, but that nothing else has to equal. */
const UNCHECKED = /^(summary\.commits|tables\.(vips|conflicts))$/

test.each(
  paths(SAMPLE_COUNTS)
    .map((path) => path.join('.'))
    .filter((path) => !UNCHECKED.test(path)),
)('one record more in %s does not go unnoticed', (path) => {
  const wrong = oneMore(SAMPLE_COUNTS, path.split('.')) as typeof SAMPLE_COUNTS

  expect(conservation(wrong).every(holds)).toBe(false)
})
