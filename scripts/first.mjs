// Makes `npm run demo` and `npm test` work as the first command in a bare clone: installs only when needed, builds
// (cached) and runs.
import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'

const STAMP = 'node_modules/.order-up-installed'
const quiet = { ...process.env, TURBO_TELEMETRY_DISABLED: '1', DO_NOT_TRACK: '1' }

const run = (command, args, options = {}) => {
  const { status, signal } = spawnSync(command, args, { stdio: 'inherit', env: quiet, ...options })
  if (status !== 0) process.exit(status ?? (signal === 'SIGINT' ? 130 : 143))
}

const lock = createHash('sha256').update(readFileSync('package-lock.json')).digest('hex')
if (!existsSync(STAMP) || readFileSync(STAMP, 'utf8') !== lock) {
  process.stderr.write('installing packages (npm ci) …\n')
  run('npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error'], { stdio: ['ignore', 'ignore', 'inherit'] })
  writeFileSync(STAMP, lock)
}

const [task, ...args] = process.argv.slice(2)
const turbo = (...tasks) =>
  run('node_modules/.bin/turbo', ['run', ...tasks, '--output-logs=errors-only', '--log-order=grouped'])

if (task === 'demo') {
  run('node_modules/.bin/turbo', ['run', 'build', '--output-logs=errors-only', '--log-order=grouped'], {
    stdio: ['ignore', 'ignore', 'inherit'],
  })
  run(process.execPath, ['cli/bin/order-up.js', 'demo', ...args])
} else {
  turbo('build', 'smoke', task)
  run(process.execPath, ['scripts/tally.mjs', task])
}
