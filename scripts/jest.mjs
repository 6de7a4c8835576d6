// Runs a package's compiled tests and leaves jest's report where tally.mjs finds it.
// `test` runs everything in memory; `test:services` runs *.services.test.js, which need real services.
import { spawnSync } from 'node:child_process'
import { mkdirSync, rmSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

const [task = 'test', ...rest] = process.argv.slice(2)
const at = (path) => fileURLToPath(new URL(path, import.meta.url))
const report = `.report/${task.replace(':', '-')}.json`
mkdirSync('.report', { recursive: true })
rmSync(report, { force: true })
const { status } = spawnSync(
  process.execPath,
  [
    '--experimental-vm-modules',
    '--disable-warning=ExperimentalWarning',
    at('../node_modules/jest/bin/jest.js'),
    ...[
      '-c',
      at('../jest.config.js'),
      '--rootDir',
      '.',
      '--runInBand',
      '--passWithNoTests',
      '--json',
      `--outputFile=${report}`,
      // What a failed test leaves behind on real services must not keep the run from saying so.
      ...(task === 'test' ? [] : ['--forceExit']),
    ],
    ...rest,
  ],
  { stdio: ['inherit', 'ignore', 'inherit'], env: { ...process.env, ORDER_UP_TEST_TASK: task } },
)
process.exit(status ?? 1)
