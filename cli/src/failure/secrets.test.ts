import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Environment } from '../config/setting.ts'
import { captureCli, inFolder } from '../testing/capture-cli.ts'

const CANARY = 'c4nary p@ss/word'

/** Command lines that fail with a secret in hand. */
const FAILURES: readonly (readonly [string, readonly string[], Environment])[] = [
  [
    'in a URL of a dead server',
    ['demo'],
    { DATABASE_URL: `postgres://me:${encodeURIComponent(CANARY)}@127.0.0.1:1/x` },
  ],
  ['in a URL that is none', ['demo'], { DATABASE_URL: `postgres//me:${encodeURIComponent(CANARY)}@127.0.0.1:1/x` }],
  ['in a URL with a bad port', ['demo'], { DATABASE_URL: `postgres://me:${encodeURIComponent(CANARY)}@db:99999/x` }],
  ['in PGPASSWORD', ['doctor'], { PGHOST: '127.0.0.1', PGPORT: '1', PGPASSWORD: CANARY }],
  ['in PGPASSWORD_FILE', ['doctor'], { PGHOST: '127.0.0.1', PGPORT: '1', PGPASSWORD_FILE: 'secret' }],
  ['in DATABASE_URL_FILE', ['demo'], { DATABASE_URL_FILE: 'url' }],
  ['as the name of a host', ['demo'], { PGHOST: CANARY, PGPORT: '1', PGPASSWORD: CANARY }],
]

const spellings = [CANARY, encodeURIComponent(CANARY), JSON.stringify(CANARY).slice(1, -1)]

test.each(FAILURES)('a secret %s shows nowhere, not even with --debug or --json', async (_, words, environment) => {
  const printed = await inFolder(async (folder) => {
    writeFileSync(join(folder, 'secret'), `${CANARY}\n`)
    writeFileSync(join(folder, 'url'), `postgres://me:${encodeURIComponent(CANARY)}@127.0.0.1:1/x`)
    const { exitCode, stdout, stderr } = await captureCli([...words, '--json', '--debug'], { environment, folder })
    expect(exitCode).toBeGreaterThan(0)
    return stdout + stderr
  })

  expect(printed).not.toBe('')
  expect(spellings.filter((spelling) => printed.includes(spelling))).toEqual([])
})

test('there is no flag for a secret', async () => {
  const { stdout } = await captureCli(['demo', '--help'])

  expect(stdout).not.toMatch(/--(\w+-)*(password|secret|token|url)/)
})
