import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { bundledCases, loadCases, writeCase } from './case-files.ts'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'cases-'))
})
afterEach(() => rmSync(folder, { recursive: true }))

test('the bundled cases are the files of contracts/cases, in their order', () => {
  const files = readdirSync(new URL('../../cases', import.meta.url)).sort()

  expect(bundledCases().map(({ name }) => `${name}.json`)).toEqual(files)
})

test('a case that is written into a folder, new or not, is loaded from there', () => {
  const [first, second] = bundledCases()

  const files = [first!, second!].map((given) => writeCase(join(folder, 'new'), given))

  expect(files).toEqual([first!, second!].map(({ name }) => join(folder, 'new', `${name}.json`)))
  expect(loadCases(join(folder, 'new'))).toEqual([first, second])
})

test('a folder without cases is refused with OU1104, and so is one that is not there', () => {
  writeFileSync(join(folder, 'notes.txt'), '')

  for (const missing of [folder, join(folder, 'none')])
    expect(() => loadCases(missing)).toThrow(expect.objectContaining({ code: 'OU1104' }))
})

test.each(['{', '{"name":"x"}'])('a file that is no case is refused with OU1103, which names it: %s', (text) => {
  writeFileSync(join(folder, 'broken.json'), text)

  expect(() => loadCases(folder)).toThrow(
    expect.objectContaining({ code: 'OU1103', message: expect.stringContaining('broken.json') }),
  )
})
