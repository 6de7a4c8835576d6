import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { dataflowRate } from './dataflow-rate.ts'
import { engineRate } from './engine-rate.ts'
import { flood } from './flood.ts'
import { heapPerOrder } from './heap-per-order.ts'
import { postgresLoad } from './postgres-load.ts'

/** `npm run bench [-- NAME…]`: each benchmark in a process of its own, with its bar; exit 1 where one is missed. */

const BENCHMARKS: Readonly<Record<string, () => Promise<boolean>>> = {
  'engine-rate': engineRate,
  'dataflow-rate': dataflowRate,
  'heap-per-order': heapPerOrder,
  flood,
  'postgres-load': postgresLoad,
}

const FLAGS = ['--expose-gc', '--max-semi-space-size=64', '--disable-warning=ExperimentalWarning']

const runOne = async (name: string): Promise<void> => {
  console.log(name)
  const isMet = await (BENCHMARKS[name] as () => Promise<boolean>)()
  console.log(isMet ? '  bar met' : '  BAR MISSED')
  process.exitCode = isMet ? 0 : 1
}

const runEach = (names: readonly string[]): void => {
  const self = fileURLToPath(import.meta.url)
  const missed = names.filter(
    (name) => spawnSync(process.execPath, [...FLAGS, self, '--run', name], { stdio: 'inherit' }).status !== 0,
  )
  if (missed.length > 0) console.log(`missed: ${missed.join(', ')}`)
  process.exitCode = missed.length > 0 ? 1 : 0
}

const [first, ...rest] = process.argv.slice(2)
if (first === '--run') await runOne(rest[0] as string)
else runEach(first === undefined ? Object.keys(BENCHMARKS) : [first, ...rest])
