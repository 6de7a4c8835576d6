import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import type { Round, Side } from './engine-rate-side.ts'
import { median } from './run-engine.ts'

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

/** What rounds of one side came to: the median of their CPU seconds, and what one of them read and wrote. */
export interface Turns extends Round {
  readonly side: Side
}

const turnsOf = (side: Side, rounds: readonly Round[]): Turns => {
  const seconds = rounds.map((round) => round.seconds)
  console.log(`  ${side}, CPU seconds by round: ${seconds.map((each) => each.toFixed(2)).join('  ')}`)
  return { ...(rounds[0] as Round), side, seconds: median(seconds) }
}

/** Rounds of two sides, each in a process of its own, in turns: both meet the same neighbours on the machine. */
export const takingTurns = async (
  sides: readonly [Side, Side],
  rounds: number,
): Promise<readonly [first: Turns, second: Turns]> => {
  const children = [await start(sides[0]), await start(sides[1])] as const
  const done: readonly [Round[], Round[]] = [[], []]
  try {
    for (let round = 0; round < rounds; round += 1)
      for (const at of [0, 1] as const) done[at].push(await oneRound(children[at]))
  } finally {
    for (const child of children) child.kill()
  }
  return [turnsOf(sides[0], done[0]), turnsOf(sides[1], done[1])]
}
