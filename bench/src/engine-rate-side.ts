import type { Log, RawAppend, Step } from '@order-up/contracts'
import { probeLog } from '@order-up/contracts/kit'
import { createMemoryLog } from '@order-up/log'
import { generateOrders } from '@order-up/producer'
import { codecsAlone } from './codecs-alone.ts'
import { cpuSeconds, type EngineName, runEngine } from './run-engine.ts'

/** One side of the engine-rate benchmark, in a process of its own: a round for each message, answered by its figures. */

/** What is measured: a whole engine, or the codecs alone on what the simple one read and wrote. */
export type Side = EngineName | 'codecs'

/** CPU seconds of one round, records in, and records written: outputs and state changes. */
export interface Round {
  readonly seconds: number
  readonly events: number
  readonly written: number
}

const PARTITIONS = 4
const ORDERS = 60_000

const generated = (): readonly RawAppend[] => {
  const { schemaId } = createMemoryLog({ partitions: PARTITIONS })
  return [...generateOrders({ partitions: PARTITIONS, schemaId, count: ORDERS, ratePerSecond: 5 })]
}

const filled = async (records: readonly RawAppend[], name: EngineName = 'simple'): Promise<Log> => {
  const log = createMemoryLog({ partitions: PARTITIONS })
  for (let at = 0; at < records.length; at += 10_000) await log.append(records.slice(at, at + 10_000))
  return log.connect({ name })
}

const writtenIn = (steps: readonly Step[]): number =>
  steps.reduce((sum, { outputs, state }) => sum + outputs.length + state.length, 0)

const engineSide =
  (name: EngineName) =>
  async (records: readonly RawAppend[]): Promise<() => Promise<Round>> =>
  async () => {
    const log = await filled(records, name)
    globalThis.gc?.()
    return { seconds: await cpuSeconds(() => runEngine(log, {}, name)), events: records.length, written: 0 }
  }

/** The work of each side, made ready once; a round of it is all that is measured. */
const SIDES: Readonly<Record<Side, (records: readonly RawAppend[]) => Promise<() => Promise<Round>>>> = {
  simple: engineSide('simple'),
  dataflow: engineSide('dataflow'),
  codecs: async (records) => {
    const steps: Step[] = []
    await runEngine(probeLog(await filled(records), { onCommit: (step) => void steps.push(step) }))
    const alone = codecsAlone(records, steps)
    const written = writtenIn(steps)
    return async () => {
      globalThis.gc?.()
      return { seconds: await cpuSeconds(alone), events: records.length, written }
    }
  },
}

const round = await SIDES[process.argv[2] as Side](generated())
process.on('message', async () => process.send?.(await round()))
process.send?.('ready')
