import { OUTPUT_NAMES, OUTPUT_TOPICS } from '@order-up/contracts'
import { TABLE_OF } from '../demo/database-totals.ts'
import { captureCli } from '../testing/capture-cli.ts'

test('sink ddl prints a table for each output, and nothing else to stdout', async () => {
  const { exitCode, stdout, stderr } = await captureCli(['sink', 'ddl'])

  const tables = [...stdout.matchAll(/CREATE TABLE IF NOT EXISTS (\w+) \(/g)].map(([, table]) => table)
  expect([exitCode, stderr]).toEqual([0, ''])
  expect(tables).toEqual(expect.arrayContaining(Object.values(TABLE_OF)))
  expect(stdout.replaceAll(/^--.*\n|CREATE TABLE [^;]*;\n?|\n/gm, '')).toBe('')
})

test('sink plan tells of every topic which table it goes to', async () => {
  const { exitCode, stdout, stderr } = await captureCli(['sink', 'plan'])

  expect([exitCode, stderr]).toEqual([0, ''])
  expect(OUTPUT_NAMES.filter((output) => !stdout.includes(`${TABLE_OF[output]} <- ${OUTPUT_TOPICS[output]}`))).toEqual(
    [],
  )
})
