import { cpSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { SCHEMA_FOLDER } from '@order-up/contracts'
import { MODE_NAMES } from '@order-up/contracts/kit'
import { type Captured, captureCli, inFolder } from '../testing/capture-cli.ts'

const CASES = join(SCHEMA_FOLDER, '..', 'cases')

/** Verifies copies of golden cases, edited. */
const verify = (
  cases: Readonly<Record<string, (text: string) => string>>,
  ...words: readonly string[]
): Promise<Captured> =>
  inFolder((folder) => {
    for (const [name, edit] of Object.entries(cases)) {
      cpSync(join(CASES, `${name}.json`), join(folder, `${name}.json`))
      writeFileSync(join(folder, `${name}.json`), edit(readFileSync(join(folder, `${name}.json`), 'utf8')))
    }
    return captureCli(['contracts', 'verify', '--cases', '.', ...words], { folder })
  })

const asIs = (text: string): string => text
/** The first row of order-life is expected to be of another status than it is. */
const wrong = (text: string): string => text.replace('"status": "pending_payment"', '"status": "shipped"')

test('one line a case, every mode counted, exit code 0 where all hold', async () => {
  const { exitCode, stdout, stderr } = await verify({ 'order-life': asIs, 'idle-partition': asIs })

  expect([exitCode, stderr, stdout]).toEqual([
    0,
    'simple: 2 of 2 cases hold\n',
    expect.stringMatching(
      new RegExp(
        `^ok   idle-partition  \\(${MODE_NAMES.length} modes, \\d+ runs\\)\nok   order-life      \\(${MODE_NAMES.length - 1} modes, \\d+ runs\\)\n$`,
      ),
    ),
  ])
})

test('a case that does not hold is told with its differences in each mode, and exit code 1', async () => {
  const { exitCode, stdout, stderr } = await verify({ 'order-life': wrong, 'idle-partition': asIs }, '--mode', 'whole')

  const lines = stdout.split('\n')
  expect([exitCode, stderr]).toEqual([1, 'simple: 1 of 2 cases hold\n'])
  expect(lines.slice(0, 4)).toEqual([
    'ok   idle-partition  (whole, 1 runs)',
    'FAIL order-life      (whole, 1 runs)',
    '     whole, once: the outputs differ from what is expected',
    '       orders.orders.curated/0 record 0 status: expected "shipped", got "pending_payment"',
  ])
})

test('a mode that a case has too few partitions for is no pass and no failure', async () => {
  const { exitCode, stdout } = await verify({ 'order-life': wrong }, '--mode', 'interleaved')

  expect([exitCode, stdout]).toEqual([0, 'skip order-life  (needs more than one partition in this mode)\n'])
})

test('--json is one document with every mode and every difference', async () => {
  const { exitCode, stdout } = await verify({ 'order-life': wrong }, '--json', '--seed', '7')

  const document = JSON.parse(stdout)
  expect([exitCode, document]).toMatchObject([
    1,
    { schemaVersion: 1, engine: 'simple', seed: 7, ok: false, cases: [{ case: 'order-life', ok: false }] },
  ])
  expect(document.cases[0].modes[0].failure.differences[0]).toEqual({
    topic: 'orders.orders.curated',
    partition: 0,
    index: 0,
    field: 'status',
    expected: '"shipped"',
    actual: '"pending_payment"',
  })
})

test('cases that cannot be used are refused before any is run', async () => {
  const outcomes = await Promise.all([
    verify({ 'order-life': asIs, 'idle-partition': () => '{}' }),
    verify({ 'order-life': (text) => text.slice(1) }),
    verify({ 'order-life': (text) => text.replace('"records"', '"record"') }),
    verify({ 'order-life': (text) => text.replace('"ORDER_CREATED"', '"ORDER_EATEN"') }),
    verify({}),
  ])

  expect(outcomes.map(({ exitCode, stdout, stderr }) => [exitCode, stdout, stderr.slice(6, 12)])).toEqual([
    [2, '', 'OU1103'],
    [2, '', 'OU1103'],
    [2, '', 'OU1103'],
    [2, '', 'OU1103'],
    [2, '', 'OU1104'],
  ])
})
