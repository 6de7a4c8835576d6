import { spawnSync } from 'node:child_process'
import { COMMANDS } from '../commands/index.ts'
import { captureCli } from '../testing/capture-cli.ts'

const hasZsh = spawnSync('zsh', ['--version']).status === 0

/** Runs the script in a real zsh whose completion builtins write down what they are called with. */
const STAND_INS = `
compdef() { print -r -- "compdef $*" }
compadd() { print -rl -- "\${@[2,-1]}" }
_files() { print -r -- "files:$*" }
_describe() { local -a list=("\${(@P)2}"); print -rl -- "\${list[@]%%:*}" }
`

const offered = async (words: readonly string[]): Promise<readonly string[]> => {
  const { stdout: script } = await captureCli(['completion', 'zsh'])
  const quoted = words.map((word) => `'${word}'`).join(' ')
  const call = `words=(${quoted}); CURRENT=${words.length}; PREFIX='${words.at(-1)}'; _order_up`
  const { stdout, stderr } = spawnSync('zsh', ['-f', '-c', `${STAND_INS}\n${script}\n${call}`], { encoding: 'utf8' })
  expect(stderr).toBe('')
  const [registered, ...rest] = stdout.trim().split('\n')
  expect(registered).toBe('compdef _order_up order-up')
  return rest
}

const inZsh = hasZsh ? test : test.skip
const reason = hasZsh ? '' : ' (skipped: no zsh on this machine)'

inZsh(`zsh offers commands, options, values and paths${reason}`, async () => {
  expect([
    await offered(['order-up', '']),
    await offered(['order-up', 'contracts', 'verify', '--mo']),
    await offered(['order-up', 'contracts', 'verify', '--engine', '']),
    await offered(['order-up', 'contracts', 'verify', '--cases', '']),
    await offered(['order-up', 'peek', '']),
    await offered(['order-up', 'peek', '--']),
  ]).toEqual([
    expect.arrayContaining(COMMANDS.map(({ words }) => words[0])),
    ['--engine', '--cases', '--mode', '--seed', '--json', '--debug', '--help'],
    ['simple', 'dataflow'],
    ['files:-/'],
    ['files:'],
    ['--key', '--partition', '--limit', '--partitions', '--debug', '--help'],
  ])
})

test('the zsh script names every command and describes it', async () => {
  const { stdout } = await captureCli(['completion', 'zsh'])

  expect(stdout.startsWith('#compdef order-up\n')).toBe(true)
  for (const { words, summary } of COMMANDS) expect(stdout).toContain(`'${words.at(-1)}:${summary}'`)
})
