import { SourceTextModule } from 'node:vm'
import { judgeOf, MUTANTS } from './index.ts'
import { mutated, sourceOf } from './mutant.ts'

test('a mutant is the source with its text replaced, as it is written', () => {
  expect(mutated('a < b', { find: '<', replace: '$& <=' })).toBe('a $& <= b')
})

test('a mutant whose text is gone, or stands there twice, is stale', () => {
  expect(mutated('a < b', { find: '>', replace: '>=' })).toBeUndefined()
  expect(mutated('a < b && b < c', { find: '<', replace: '<=' })).toBeUndefined()
})

test('each mutant of an engine has a name of its own', () => {
  expect(new Set(MUTANTS.map((mutant) => `${judgeOf(mutant)} ${mutant.name}`)).size).toBe(MUTANTS.length)
})

test.each(MUTANTS)('the mutant "$name" of $file finds its text, and is a module', (mutant) => {
  const source = sourceOf(mutant)

  expect(source).toBeDefined()
  expect(() => new SourceTextModule(source!)).not.toThrow()
})
