import { findJava, javaMajor } from './java.ts'

test.each([
  ['openjdk version "17.0.15" 2025-04-15', 17],
  ['java version "1.8.0_421"', 1],
  ['openjdk version "25" 2025-09-16', 25],
  ['', undefined],
])('the major version in %j is %s', (text, major) => {
  expect(javaMajor(text)).toBe(major)
})

test('a Java that is too old for what it is to run is the error that was named for it', () => {
  expect(() => findJava({ oldest: 1_000, code: 'OU1219' })).toThrow(expect.objectContaining({ code: 'OU1219' }))
})
