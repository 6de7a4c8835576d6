// Makes `npm run demo` and `npm test` work as the first command in a bare clone: installs only when needed, builds
// (cached) and runs.
import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync, statSync } from 'node:fs'

const environment = { ...process.env, TURBO_TELEMETRY_DISABLED: '1', DO_NOT_TRACK: '1' }

const run = (command, args, stdio = 'inherit') => {
  const { status, signal } = spawnSync(command, args, { stdio, env: environment, shell: process.platform === 'win32' })
  if (status !== 0) process.exit(status ?? (signal === 'SIGINT' ? 130 : 143))
}

// npm writes this file when an installation is complete.
const INSTALLED = 'node_modules/.package-lock.json'
if (!existsSync(INSTALLED) || statSync(INSTALLED).mtimeMs < statSync('package-lock.json').mtimeMs) {
  process.stderr.write('installing packages (npm ci) …\n')
  run('npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error'], ['ignore', 'ignore', 'inherit'])
}

const TURBO = 'node_modules/.bin/turbo'

/** turbo has no binary for some machines; there the packages' own scripts run one after the other, uncached. */
const runTasks = (tasks, concurrency) => {
  if (spawnSync(TURBO, ['--version'], { stdio: 'ignore', env: environment }).status === 0)
    return run(TURBO, ['run', ...tasks, '--output-logs=errors-only', '--continue', `--concurrency=${concurrency}`])
  const { workspaces } = JSON.parse(readFileSync('package.json', 'utf8'))
  for (const task of tasks)
    for (const workspace of workspaces) run('npm', ['run', task, '-w', workspace, '--if-present', '--silent'])
}

const [task] = process.argv.slice(2)
if (task === 'demo') {
  run('node_modules/.bin/tsc', ['-b', 'cli'])
  // In this process: whoever stops npm reaches the demo itself, which then cleans up.
  await import('../cli/bin/order-up.js')
} else {
  // Real services are as many processes again: one package has the machine to itself.
  runTasks(['build', 'smoke', task], task === 'test' ? '100%' : '1')
  run(process.execPath, ['scripts/tally.mjs', task])
}
