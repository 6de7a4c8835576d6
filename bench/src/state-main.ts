import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import type { StateFigures, StateLife } from './state-side.ts'

/**
 * `npm run bench:state [-- --orders N]`: the dataflow engine with that many open orders, its state on disk; then a restart
 * from the local copies, and one from the changelogs alone. Exit 1 where a bar is missed.
 */

const { values } = parseArgs({ options: { orders: { type: 'string', default: '5000000' } } })
const MOST_ANON_MIB = 512
const TIMES_FASTER = 5
const CACHE_SIZE = 10_000

const folder = mkdtempSync(join(tmpdir(), 'order-up-state-'))
const stateDir = join(folder, 'state')
const life: StateLife = { folder: join(folder, 'log'), stateDir, orders: Number(values.orders), cacheSize: CACHE_SIZE }

const live = (name: string): StateFigures => {
  const side = fileURLToPath(new URL('./state-side.js', import.meta.url))
  const { stdout, status } = spawnSync(process.execPath, [side, JSON.stringify(life)], {
    stdio: ['ignore', 'pipe', 'inherit'],
    encoding: 'utf8',
  })
  if (status !== 0) throw new Error(`${name} ended with ${status}`)
  const figures = JSON.parse(stdout) as StateFigures
  const { seconds, restoreSeconds, mostAnon, mostRss, records } = figures
  console.log(
    `  ${name}: ${records.toLocaleString('en')} records in ${seconds.toFixed(1)} s, restored in ${restoreSeconds.toFixed(2)} s, ` +
      `RssAnon at most ${mostAnon.toFixed(0)} MiB, RSS ${mostRss.toFixed(0)} MiB`,
  )
  return figures
}

try {
  console.log(`state, ${life.orders.toLocaleString('en')} open orders`)
  const filled = live('filling')
  const local = live('restart from local copies')
  rmSync(stateDir, { recursive: true })
  const whole = live('restart from the changelogs')
  const times = whole.seconds / local.seconds
  const isMet = [filled, local, whole].every(({ mostAnon }) => mostAnon <= MOST_ANON_MIB) && times >= TIMES_FASTER
  console.log(
    `  local copies are ${times.toFixed(1)} times as fast, bar ${TIMES_FASTER}; RssAnon bar ${MOST_ANON_MIB} MiB, cache included`,
  )
  console.log(isMet ? '  bars met' : '  BAR MISSED')
  process.exitCode = isMet ? 0 : 1
} finally {
  rmSync(folder, { recursive: true, force: true })
}
