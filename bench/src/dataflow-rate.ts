import { takingTurns } from './taking-turns.ts'

/**
 * The dataflow engine on the memory log against the simple one, on the same events, both on one core with everything in
 * the heap. Their rounds take turns, and the median of each counts.
 */

const ROUNDS = 5
const BAR = 0.6

export const dataflowRate = async (): Promise<boolean> => {
  const [simple, dataflow] = await takingTurns(['simple', 'dataflow'], ROUNDS)
  const share = simple.seconds / dataflow.seconds
  for (const { side, events, seconds } of [simple, dataflow])
    console.log(`  ${side} ${Math.round(events / seconds)} events/s of CPU`)
  console.log(`  dataflow has ${share.toFixed(2)} of the rate of simple, bar ${BAR}`)
  return share >= BAR
}
