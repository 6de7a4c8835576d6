import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { ERRORS, type ErrorCode, EXIT, OrderUpError } from '@order-up/contracts'
import type { Environment } from '../config/setting.ts'
import { type Captured, captureCli, inFolder } from '../testing/capture-cli.ts'
import { formatReport, reportOf } from './failure-report.ts'

const CODES = Object.keys(ERRORS) as readonly ErrorCode[]

interface Provocation {
  readonly words: readonly string[]
  readonly environment?: Environment
  /** Files of the working directory; null for a folder. */
  readonly files?: Readonly<Record<string, string | null>>
}

/** A command line for each code that one can provoke without a server. */
const PROVOKED: Partial<Record<ErrorCode, Provocation>> = {
  OU1001: { words: ['contracts', 'verify', '--no-such-option'] },
  OU1002: { words: ['demo', '--orders', 'many'] },
  OU1003: { words: ['contracts', 'check'], files: { 'order-up.config.json': '{ "enigne": "simple" }' } },
  OU1004: { words: ['demo'], environment: { ORDER_UP_ENGINE: 'flink' } },
  OU1101: { words: ['demo', '--file', 'nowhere.jsonl'] },
  OU1102: { words: ['peek', 'raw'], files: { raw: 'not JSON' } },
  OU1103: { words: ['contracts', 'verify', '--cases', '.'], files: { 'case.json': '{}' } },
  OU1104: { words: ['contracts', 'verify', '--cases', 'empty'], files: { empty: null } },
  OU1107: {
    words: ['up', '--registry', 'apicurio', '--data-dir', 'begun'],
    files: { begun: null, 'begun/services.json': '{}' },
  },
  OU1108: {
    words: ['up', '--services', 'docker', '--data-dir', 'begun'],
    files: { begun: null, 'begun/services.json': '{}' },
  },
  OU1201: { words: ['demo'], environment: { DATABASE_URL: 'postgres://me@127.0.0.1:1/orders' } },
}

/** Why the other codes are provoked elsewhere. */
const ELSEWHERE: Partial<Record<ErrorCode, string>> = {
  OU1105: 'comes as the cause of OU1102 or OU1103',
  OU1106: 'no command takes a schema to use, and contracts check reports what is wrong with one',
  OU1202: 'demo.services.test: needs a server that refuses a login',
  OU1203: 'needs a command that talks to a broker',
  OU1204: 'demo.services.test: needs PostgreSQL',
  OU1205: 'demo.services.test: needs PostgreSQL',
  OU1206: 'demo.services.test: needs PostgreSQL',
  OU1207: 'needs a machine without PostgreSQL: tests of local',
  OU1208: 'needs a command that talks to a registry',
  OU1209: 'demo.services.test: needs PostgreSQL',
  OU1210: 'needs a command that starts Kafka',
  OU1211: 'needs a command that starts Kafka',
  OU1212: 'needs a command that fetches Kafka',
  OU1213: 'security.services.test: needs a broker that refuses a login',
  OU1214: 'security.services.test: needs a broker that denies access',
  OU1215: 'security.services.test: needs a broker with TLS',
  OU1216: 'security.services.test: needs a broker with TLS',
  OU1217: 'security.services.test: needs a broker with TLS',
  OU1218: 'security.services.test: needs a broker with TLS',
  OU1219: 'needs a machine without Java 21: tests of local',
  OU1220: 'needs a command that fetches Apicurio',
  OU1221: 'needs a command that starts Apicurio',
  OU1222: 'needs a machine without Docker: tests of local',
  OU1223: 'needs a Docker that fails: tests of local',
  OU1301: 'a demo makes its own log: tests of the engine contract',
  OU1302: 'a demo makes its own log: tests of the engine contract',
  OU1303: 'a demo makes its own log: tests of the log contract',
  OU1304: 'needs two million open orders: tests of the engine contract',
  OU1305: 'needs ten million orders: tests of the engine',
  OU1306: 'a demo makes its own log: tests of the engine',
  OU1307: 'demo.services.test: needs PostgreSQL',
  OU1308: 'a demo makes its own tables: tests of the sink',
  OU1309: 'needs a topic that a broker has compressed',
  OU1310: 'needs a broker without topics',
  OU1311: 'needs a broker with topics of other settings',
  OU1313: 'needs a full disk: tests of the dataflow engine',
  OU1312: 'needs an internal topic that has lost a record: tests of the dataflow engine',
  OU1501: 'a demo has no rival: tests of the engine contract',
  OU1502: 'a demo has no rival: tests of the sink contract',
  OU1503: 'needs two engines',
  OU7001: 'run-cli.test: a failure that nothing caught',
  OU7002: 'no command can make a bug: tests of log and sink',
  OU7003: 'no command can make a bug: tests of the sink',
}

const provoke = ({ words, environment = {}, files = {} }: Provocation): Promise<Captured> =>
  inFolder((folder) => {
    for (const [name, content] of Object.entries(files))
      if (content === null) mkdirSync(join(folder, name))
      else writeFileSync(join(folder, name), content)
    return captureCli(words, { environment, folder })
  })

test('every code is provoked here, or it is said where', () => {
  const unclear = CODES.filter((code) => (PROVOKED[code] === undefined) === (ELSEWHERE[code] === undefined))

  expect(unclear).toEqual([])
})

test.each(Object.keys(PROVOKED) as readonly ErrorCode[])(
  '%s is told with its message, hint and exit code',
  async (code) => {
    const { exitCode, stdout, stderr } = await provoke(PROVOKED[code]!)
    const { message, hint } = ERRORS[code]

    expect([exitCode, stdout]).toEqual([ERRORS[code].exitCode, ''])
    expect(stderr).toMatch(new RegExp(`^error\\[${code}\\] ${message}(: |\\n)`))
    expect(stderr).toContain(`\nhint: ${hint}\n`)
  },
)

const EXIT_CODES: readonly number[] = Object.values(EXIT)

test.each(CODES)('%s reads as every error does, and has an exit code', (code) => {
  const error = new OrderUpError(code, { detail: 'this one', cause: new Error('that one') })
  const { message, hint, exitCode } = ERRORS[code]

  expect(formatReport(reportOf(error))).toBe(`error[${code}] ${message}: this one\ncause: that one\nhint: ${hint}`)
  expect(EXIT_CODES).toContain(exitCode)
  expect([message, hint].filter((text) => !/^[a-zA-Z]\S*( \S+)+[^.\s]$/.test(text))).toEqual([])
})
