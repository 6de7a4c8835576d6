import { spawnSync } from 'node:child_process'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { COMMANDS } from '../commands/index.ts'
import { flagOf } from '../config/setting.ts'
import { ENGINE_NAMES } from '../engines.ts'
import { captureCli, inFolder } from '../testing/capture-cli.ts'

/** What a real bash offers for a command line whose last word is being typed. */
const offered = async (words: readonly string[], folder = '/'): Promise<readonly string[]> => {
  const { stdout: script } = await captureCli(['completion', 'bash'])
  const quoted = words.map((word) => `'${word}'`).join(' ')
  const call = `COMP_WORDS=(${quoted}); COMP_CWORD=${words.length - 1}; _order_up; printf '%s\\n' "\${COMPREPLY[@]}"`
  const { stdout, stderr, status } = spawnSync('bash', ['--norc', '-euc', `${script}\n${call}`], {
    cwd: folder,
    encoding: 'utf8',
  })
  expect([status, stderr]).toEqual([0, ''])
  return stdout
    .split('\n')
    .filter((word) => word !== '')
    .sort()
}

test('the first word completes to every command and group', async () => {
  const names = [...new Set(COMMANDS.map(({ words }) => words[0]!))]

  expect(await offered(['order-up', ''])).toEqual([...names, '--debug', '--help', '--version'].sort())
  expect(await offered(['order-up', 'con'])).toEqual(['contracts'])
})

test.each(COMMANDS.map(({ words }) => words.join(' ')))('%s completes to its options', async (name) => {
  const command = COMMANDS.find(({ words }) => words.join(' ') === name)!
  const flags = [...Object.keys(command.settings).map(flagOf), '--debug', '--help']

  expect(await offered(['order-up', ...command.words, '--'])).toEqual(flags.sort())
})

test('an option completes to its values, also behind other options and an equals sign', async () => {
  expect([
    await offered(['order-up', 'contracts', 'verify', '--engine', '']),
    await offered(['order-up', 'contracts', 'verify', '--seed', '1', '--mode', 'crashed-b']),
    await offered(['order-up', 'contracts', 'verify', '--mode', '=', 'who']),
    await offered(['order-up', 'contracts', 'verify', '--seed', '']),
    await offered(['order-up', 'completion', '']),
  ]).toEqual([[...ENGINE_NAMES].sort(), ['crashed-before'], ['whole'], [], ['bash', 'zsh']])
})

test('paths complete to files or folders, whatever is in their names', async () => {
  const paths = await inFolder(async (folder) => {
    mkdirSync(join(folder, 'my cases'))
    writeFileSync(join(folder, 'my raw.jsonl'), '')
    return [
      await offered(['order-up', 'contracts', 'verify', '--cases', 'my'], folder),
      await offered(['order-up', 'peek', 'my'], folder),
    ]
  })

  expect(paths).toEqual([['my cases'], ['my cases', 'my raw.jsonl']])
})
