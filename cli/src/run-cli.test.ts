import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { COMMANDS } from './commands/index.ts'
import { StopSignal } from './stop-signals.ts'
import { type Captured, captureCli, inFolder } from './testing/capture-cli.ts'
import { VERSION } from './version.ts'

const firstLine = ({ stderr }: Captured): string => stderr.split('\n')[0]!

test('without words there is help, with the same answer as --help and help', async () => {
  const answers = await Promise.all([[], ['--help'], ['-h'], ['help']].map((words) => captureCli(words)))

  expect(new Set(answers.map(({ exitCode, stdout, stderr }) => JSON.stringify([exitCode, stdout, stderr]))).size).toBe(
    1,
  )
  expect(answers[0]).toMatchObject({ exitCode: 0, stderr: '', stdout: expect.stringContaining('Usage: order-up') })
})

test('--version prints the version of the package', async () => {
  expect(await captureCli(['--version'])).toEqual({ exitCode: 0, stdout: `${VERSION}\n`, stderr: '' })
})

test.each(COMMANDS.map(({ words }) => words.join(' ')))(
  'help of %s begins with examples that call it',
  async (name) => {
    const { exitCode, stdout } = await captureCli([...name.split(' '), '--help'])

    expect(exitCode).toBe(0)
    expect(stdout).toMatch(/^Examples:\n {2}# /)
    expect(stdout).toContain(`\nUsage: order-up ${name}`)
    expect(stdout.slice(0, stdout.indexOf('Usage:'))).toContain(`order-up ${name}`)
  },
)

test('what is not known is refused with a guess and exit code 2', async () => {
  const lines = await Promise.all(
    [
      ['contract'],
      ['contracts'],
      ['contracts', 'verfy'],
      ['contracts', 'verify', '--sed', '1'],
      ['contracts', 'verify', 'surplus'],
      ['contracts', 'verify', '--seed'],
      ['contracts', 'verify', '--seed', '-1'],
      ['completion'],
      ['completion', 'fish'],
      ['--no-such'],
    ].map(async (words) => {
      const captured = await captureCli(words)
      return [captured.exitCode, captured.stdout, firstLine(captured)]
    }),
  )

  expect(lines).toEqual(
    [
      "error[OU1001] command line is not understood: unknown command 'contract', did you mean contracts?",
      'error[OU1001] command line is not understood: order-up contracts needs one of verify, check, register',
      "error[OU1001] command line is not understood: unknown command 'verfy', did you mean verify?",
      "error[OU1001] command line is not understood: unknown option '--sed', did you mean --seed?",
      "error[OU1001] command line is not understood: too many arguments for 'verify'. Expected 0 arguments but got 1.",
      "error[OU1002] option has no valid value: option '--seed <n>' argument missing",
      'error[OU1002] option has no valid value: --seed must be a whole number of at least 0, is "-1" (or ORDER_UP_SEED)',
      "error[OU1001] command line is not understood: missing required argument 'shell'",
      'error[OU1002] option has no valid value: shell must be bash or zsh, is "fish"',
      "error[OU1001] command line is not understood: unknown option '--no-such'",
    ].map((line) => [2, '', line]),
  )
})

test('a failure is told in lines of message, cause and hint; the stack only with --debug', async () => {
  const words = ['contracts', 'verify', '--cases', 'nowhere']
  const plain = await captureCli(words, { folder: '/' })
  const [before, after] = [await captureCli(['--debug', ...words]), await captureCli([...words, '--debug'])]

  expect(plain).toEqual({
    exitCode: 2,
    stdout: '',
    stderr: [
      'error[OU1104] no golden cases found: /nowhere',
      "cause: ENOENT: no such file or directory, scandir '/nowhere'",
      'hint: name a folder with *.json cases by --cases',
      '',
    ].join('\n'),
  })
  expect([before.stderr, after.stderr]).toEqual(Array(2).fill(expect.stringMatching(/\n {4}at .*\ncaused by Error: /)))
})

test('under --json a failure is a document too', async () => {
  const { exitCode, stdout, stderr } = await captureCli(['contracts', 'verify', '--json', '--mode', 'odd'])

  expect(exitCode).toBe(2)
  expect(stderr).toMatch(/^error\[OU1002\]/)
  expect(JSON.parse(stdout)).toEqual({
    schemaVersion: 1,
    error: {
      code: 'OU1002',
      message: expect.stringContaining('--mode must be one of'),
      causes: [],
      hint: expect.any(String),
    },
  })
})

test('order-up.config.json is read from the working directory, and refused where it is wrong', async () => {
  const outcomes = await inFolder(async (folder) => {
    const withConfig = (config: unknown): Promise<Captured> => {
      writeFileSync(join(folder, 'order-up.config.json'), JSON.stringify(config))
      return captureCli(['contracts', 'check'], { folder })
    }
    return [
      await withConfig({ schemas: 'elsewhere' }),
      await withConfig({ schema: 'elsewhere' }),
      await withConfig({ json: true }),
    ]
  })

  expect(outcomes.map((captured) => [captured.exitCode, firstLine(captured).slice(0, 60)])).toEqual([
    [2, expect.stringMatching(/^error\[OU1101\] file cannot be read: .*/)],
    [2, 'error[OU1003] configuration file cannot be used: order-up.co'],
    [2, 'error[OU1003] configuration file cannot be used: order-up.co'],
  ])
  expect(outcomes[1]!.stderr).toContain('unknown key "schema", did you mean "schemas"?')
})

test('a command that a signal stops ends with the exit code of the signal', async () => {
  const stopped = new AbortController()
  stopped.abort(new StopSignal('SIGTERM'))

  const { exitCode } = await captureCli(['contracts', 'verify'], { signal: stopped.signal })

  expect(exitCode).toBe(143)
})

test('a command that a failure elsewhere stops is a bug of ours, told as one', async () => {
  const stopped = new AbortController()
  stopped.abort(new Error('nobody caught me'))

  const captured = await captureCli(['contracts', 'verify'], { signal: stopped.signal })

  expect([captured.exitCode, captured.stderr]).toEqual([
    70,
    expect.stringContaining('error[OU7001] unexpected failure\ncause: nobody caught me\nhint: '),
  ])
})
