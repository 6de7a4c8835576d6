import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import type { Round, Side } from './engine-rate-side.ts'
import { median } from './run-engine.ts'

/**
 * The simple engine on the memory log, real bytes in and out, against the codecs alone on the same bytes. Their rounds
 * take turns, so that both meet the same neighbours on the machine, and the median of each counts.
 */

const ROUNDS = 7
const BAR = 2.5

/** One core: the garbage collector and the compiler get no threads of their own. */
const FLAGS = ['--expose-gc', '--single-threaded', '--max-semi-space-size=64']

const start = async (side: Side): Promise<ChildProcess> => {
  const child = fork(fileURLToPath(new URL('./engine-rate-side.js', import.meta.url)), [side], { execArgv: FLAGS })
  await once(child, 'message')
  return child
}

const oneRound = async (child: ChildProcess): Promise<Round> => {
  child.send('round')
  const [round] = (await once(child, 'message')) as [Round]
  return round
}

const medianSeconds = (side: Side, rounds: readonly Round[]): number => {
  const seconds = rounds.map((round) => round.seconds)
  console.log(`  ${side}, CPU seconds by round: ${seconds.map((each) => each.toFixed(2)).join('  ')}`)
  return median(seconds)
}

export const engineRate = async (): Promise<boolean> => {
  const children = [await start('engine'), await start('codecs')] as const
  const [first, second]: readonly [Round[], Round[]] = [[], []]
  try {
    for (let round = 0; round < ROUNDS; round += 1) {
      first.push(await oneRound(children[0]))
      second.push(await oneRound(children[1]))
    }
  } finally {
    for (const child of children) child.kill()
  }
  const engine = medianSeconds('engine', first)
  const codecs = medianSeconds('codecs', second)
  const { events, written } = second[0] as Round
  console.log(`  ${events} events in, ${written} outputs and state changes out`)
  console.log(
    `  engine ${Math.round(events / engine)} events/s of CPU, ratio ${(engine / codecs).toFixed(2)}, bar ${BAR}`,
  )
  return engine / codecs <= BAR
}
