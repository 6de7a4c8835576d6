import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import type { Round, Side } from './engine-rate-side.ts'

/**
 * The simple engine on the memory log, real bytes in and out, against the codecs alone on the same bytes. Their rounds
 * take turns, so that both meet the same neighbours on the machine, and the best round of each counts: what is above it
 * is other people's work.
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

const best = (side: Side, rounds: readonly Round[]): Round => {
  console.log(`  ${side}, CPU seconds by round: ${rounds.map(({ seconds }) => seconds.toFixed(2)).join('  ')}`)
  return rounds.reduce((least, round) => (round.seconds < least.seconds ? round : least))
}

export const engineRate = async (): Promise<boolean> => {
  const children = [await start('engine'), await start('codecs')] as const
  const rounds: (readonly [Round, Round])[] = []
  try {
    for (let round = 0; round < ROUNDS; round += 1)
      rounds.push([await oneRound(children[0]), await oneRound(children[1])])
  } finally {
    for (const child of children) child.kill()
  }
  const engine = best(
    'engine',
    rounds.map(([first]) => first),
  )
  const codecs = best(
    'codecs',
    rounds.map(([, second]) => second),
  )
  const ratio = engine.seconds / codecs.seconds
  console.log(`  ${engine.events} events in, ${codecs.written} outputs and state changes out`)
  console.log(
    `  engine ${Math.round(engine.events / engine.seconds)} events/s of CPU, ratio ${ratio.toFixed(2)}, bar ${BAR}`,
  )
  return ratio <= BAR
}
