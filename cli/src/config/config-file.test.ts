import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { OrderUpError } from '@order-up/contracts'
import { inFolder } from '../testing/capture-cli.ts'
import { CONFIG_FILE, readConfigFile } from './config-file.ts'

const KNOWN = new Set(['engine', 'orders'])

const outcomeOf = (content: string): Promise<unknown> =>
  inFolder(async (folder) => {
    writeFileSync(join(folder, CONFIG_FILE), content)
    try {
      return Object.fromEntries(readConfigFile(folder, KNOWN))
    } catch (error) {
      const { code, message } = error as OrderUpError
      return `${code} ${message}`
    }
  })

test('plain values are read as texts', async () => {
  expect(await outcomeOf('{ "engine": "simple", "orders": 12 }')).toEqual({ engine: 'simple', orders: '12' })
})

test('no file is no configuration', async () => {
  expect(await inFolder(async (folder) => readConfigFile(folder, KNOWN).size)).toBe(0)
})

test('a file that is no JSON object of known names is refused, with a guess at what was meant', async () => {
  const contents = ['', '[]', 'null', '"text"', '{ "enigne": "x" }', '{ "colour": 1 }', '{ "orders": [1] }']

  expect(await Promise.all(contents.map(outcomeOf))).toEqual(
    [
      'not valid JSON',
      'not a JSON object',
      'not a JSON object',
      'not a JSON object',
      'unknown key "enigne", did you mean "engine"?',
      'unknown key "colour"',
      '"orders" must be a text, a number or a boolean',
    ].map((problem) => `OU1003 configuration file cannot be used: order-up.config.json: ${problem}`),
  )
})

test('a file that is there but cannot be read is refused, never taken for absent', async () => {
  const outcome = inFolder(async (folder) => {
    mkdirSync(join(folder, CONFIG_FILE))
    return readConfigFile(folder, KNOWN)
  })

  await expect(outcome).rejects.toMatchObject({ code: 'OU1003' })
})
