import {
  type ClaimedTask,
  compileDecoder,
  type DecodeEvent,
  FRAME_BYTES,
  type Log,
  ORDER_EVENT_SCHEMA,
  type OutputRecord,
  outputCodecs,
  outputKeys,
  type RawAppend,
  type StateChange,
  type Step,
  type ValueCodec,
} from '@order-up/contracts'
import { STATE_CODECS } from '@order-up/engine-simple'
import { createMemoryLog } from '@order-up/log'
import { generateOrders } from '@order-up/producer'
import { cpuSeconds, median, runEngine } from './run-engine.ts'

/** The simple engine on the memory log, real bytes in and out, against the codecs alone on the same bytes. */

const PARTITIONS = 4
const ORDERS = 60_000
const ROUNDS = 5
const BAR = 2.5

const generated = (): readonly RawAppend[] => {
  const { schemaId } = createMemoryLog({ partitions: PARTITIONS })
  return [...generateOrders({ partitions: PARTITIONS, schemaId, count: ORDERS, ratePerSecond: 5 })]
}

const filled = async (records: readonly RawAppend[]) => {
  const log = createMemoryLog({ partitions: PARTITIONS })
  for (let at = 0; at < records.length; at += 10_000) await log.append(records.slice(at, at + 10_000))
  return log
}

/** `log`, whose commits are noted in `steps`. */
const noting = (log: Log, steps: Step[]): Log => ({
  partitions: log.partitions,
  decideSchema: (id) => log.decideSchema(id),
  async *claims(tasks, signal) {
    for await (const task of log.claims(tasks, signal)) yield notingTask(task, steps)
  },
})

const notingTask = (task: ClaimedTask, steps: Step[]): ClaimedTask =>
  new Proxy(task, {
    get: (target, name) => {
      if (name === 'commit')
        return (step: Step) => {
          steps.push(step)
          return target.commit(step)
        }
      const value = Reflect.get(target, name) as unknown
      return typeof value === 'function' ? value.bind(target) : value
    },
  })

type Encode = () => number

const outputEncoder = ({ output, value }: OutputRecord): Encode => {
  const codec = outputCodecs[output] as ValueCodec<unknown>
  const keyOf = outputKeys[output] as (record: unknown) => string
  const record = codec.decode(value)
  return () => Buffer.from(keyOf(record)).length + codec.encode(record, 2).length
}

const stateEncoder = ({ key, value }: StateChange): Encode => {
  const text = key.toString()
  const codec = (STATE_CODECS as Readonly<Record<string, Pick<ValueCodec<unknown>, 'encodeBody' | 'decodeBody'>>>)[
    text[0] as string
  ]
  if (codec === undefined || value === null) return () => Buffer.from(text).length
  const state = codec.decodeBody(value)
  return () => Buffer.from(text).length + codec.encodeBody(state).length
}

/** Decodes every input and encodes every output and state change of a run, and nothing else. */
const codecsAlone = (records: readonly RawAppend[], steps: readonly Step[]): (() => number) => {
  const decode = compileDecoder(ORDER_EVENT_SCHEMA) as DecodeEvent
  const encoders = steps.flatMap(({ outputs, state }) => [...outputs.map(outputEncoder), ...state.map(stateEncoder)])
  return () => {
    let bytes = 0
    for (const { value } of records)
      if (value !== null && value.length > FRAME_BYTES)
        bytes += decode(value, FRAME_BYTES, value.length) === undefined ? 0 : 1
    for (const encode of encoders) bytes += encode()
    return bytes
  }
}

const captured = async (records: readonly RawAppend[]): Promise<readonly Step[]> => {
  const steps: Step[] = []
  await runEngine(noting((await filled(records)).connect({ name: 'simple' }), steps))
  return steps
}

const rounds = async (work: () => Promise<number>): Promise<number> => {
  const seconds: number[] = []
  for (let round = 0; round < ROUNDS; round += 1) seconds.push(await work())
  console.log(`    ${seconds.map((each) => each.toFixed(2)).join('  ')}`)
  return median(seconds)
}

const engineSeconds = async (records: readonly RawAppend[]): Promise<number> => {
  const log = (await filled(records)).connect({ name: 'simple' })
  globalThis.gc?.()
  return cpuSeconds(() => runEngine(log))
}

export const engineRate = async (): Promise<boolean> => {
  const records = generated()
  console.log('  engine, CPU seconds by round')
  const engine = await rounds(() => engineSeconds(records))
  // What the engine wrote is kept only now: a heap full of it would slow the engine's garbage collection.
  const steps = await captured(records)
  const alone = codecsAlone(records, steps)
  console.log('  codecs alone, CPU seconds by round')
  const codecs = await rounds(() => cpuSeconds(alone))
  const changes = steps.reduce((sum, { outputs, state }) => sum + outputs.length + state.length, 0)
  console.log(`  ${records.length} events in, ${changes} outputs and state changes out`)
  console.log(
    `  engine ${Math.round(records.length / engine)} events/s of CPU, ratio ${(engine / codecs).toFixed(2)}, bar ${BAR}`,
  )
  return engine / codecs <= BAR
}
