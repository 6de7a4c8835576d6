// Makes `npm run demo` and `npm test` work as the first command in a bare clone: installs only when needed, builds
// (cached) and runs.
import { spawnSync } from 'node:child_process'
import { existsSync, statSync } from 'node:fs'

const environment = { ...process.env, TURBO_TELEMETRY_DISABLED: '1', DO_NOT_TRACK: '1' }

const run = (command, args, stdio = 'inherit') => {
  const { status, signal } = spawnSync(command, args, { stdio, env: environment })
  if (status !== 0) process.exit(status ?? (signal === 'SIGINT' ? 130 : 143))
}

// npm writes this file when an installation is complete.
const INSTALLED = 'node_modules/.package-lock.json'
if (!existsSync(INSTALLED) || statSync(INSTALLED).mtimeMs < statSync('package-lock.json').mtimeMs) {
  process.stderr.write('installing packages (npm ci) …\n')
  run('npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error'], ['ignore', 'ignore', 'inherit'])
}

const turbo = (tasks, stdio) => run('node_modules/.bin/turbo', ['run', ...tasks, '--output-logs=errors-only'], stdio)

const [task, ...args] = process.argv.slice(2)
if (task === 'demo') {
  turbo(['build'], ['ignore', 'ignore', 'inherit'])
  run(process.execPath, ['cli/bin/order-up.js', 'demo', ...args])
} else {
  turbo(['build', 'smoke', task])
  run(process.execPath, ['scripts/tally.mjs', task])
}
