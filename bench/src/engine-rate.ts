import { takingTurns } from './taking-turns.ts'

/**
 * The simple engine on the memory log, real bytes in and out, against the codecs alone on the same bytes. Their rounds
 * take turns, and the median of each counts.
 */

const ROUNDS = 7
const BAR = 2.5

export const engineRate = async (): Promise<boolean> => {
  const [engine, codecs] = await takingTurns(['simple', 'codecs'], ROUNDS)
  const { events, written } = codecs
  const ratio = engine.seconds / codecs.seconds
  console.log(`  ${events} events in, ${written} outputs and state changes out`)
  console.log(`  engine ${Math.round(events / engine.seconds)} events/s of CPU, ratio ${ratio.toFixed(2)}, bar ${BAR}`)
  return ratio <= BAR
}
