import { readFileSync } from 'node:fs'
import { errorsPage } from './errors-page.ts'

test('docs/errors.md is what the table of error codes makes it', () => {
  const page = readFileSync(new URL('../../../../docs/errors.md', import.meta.url), 'utf8')

  expect(page).toBe(errorsPage())
})
