import { OUTPUT_NAMES, OUTPUT_TOPICS, type Position } from '@order-up/contracts'
import { createMemoryLog, type MemoryLog } from '@order-up/log'
import { generateOrders } from '@order-up/producer'
import { ENGINE_NAMES, ENGINES, type EngineName } from '../engines.ts'
import { wallClock } from '../wall-clock.ts'
import { runEngineOn } from './run-engine.ts'
import { type Load, runPipeline } from './run-pipeline.ts'

const PARTITIONS = 4
const ORDERS = 300

/** A loader that takes every record and keeps nothing. */
const loadFrom =
  (log: MemoryLog, took: (records: number) => void = () => {}): Load =>
  async (signal, loaded) => {
    const from: Position[] = OUTPUT_NAMES.flatMap((output) =>
      Array.from({ length: PARTITIONS }, (_, partition) => ({ topic: OUTPUT_TOPICS[output], partition, offset: 0 })),
    )
    for await (const { topic, partition, nextOffset, records } of log.read(from, signal)) {
      took(records.length)
      loaded([{ topic, partition, offset: nextOffset }])
    }
  }

interface Parts {
  readonly engine?: EngineName
  readonly signal?: AbortSignal
}

const pipelineOn = (
  log: MemoryLog,
  load: Load,
  { engine = 'simple', signal = new AbortController().signal }: Parts = {},
) =>
  runPipeline({
    log,
    records: generateOrders({ partitions: PARTITIONS, schemaId: log.schemaId, count: ORDERS }),
    rate: 0,
    runEngine: runEngineOn({ create: ENGINES[engine].create, log, timers: wallClock }),
    load,
    clock: wallClock,
    signal,
  })

test.each(ENGINE_NAMES)(
  '%s: all that is produced is computed, loaded and seen, and the log forgets it',
  async (engine) => {
    const log = createMemoryLog({ partitions: PARTITIONS, maxUnread: 200, maxBatch: 50 })
    let loaded = 0
    const load = loadFrom(log, (records) => {
      loaded += records
    })

    const { produced, summary, witness } = await pipelineOn(log, load, { engine })

    const { raw, outputs } = witness.observations
    const written = OUTPUT_NAMES.reduce((sum, output) => sum + summary.outputs[output], 0)
    expect({ raw, outputs, loaded }).toEqual({ raw: produced.records, outputs: summary.outputs, loaded: written })
    expect(summary.records).toBe(produced.records)
    await expect(
      log
        .read([{ topic: OUTPUT_TOPICS.curated, partition: 0, offset: 0 }], new AbortController().signal)
        [Symbol.asyncIterator]()
        .next(),
    ).rejects.toMatchObject({ code: 'OU1303' })
  },
)

test('a loader that fails stops the producer and the engine, and its failure is told', async () => {
  const log = createMemoryLog({ partitions: PARTITIONS, maxUnread: 200 })
  const failing: Load = async () => {
    throw new Error('no database')
  }

  await expect(pipelineOn(log, failing)).rejects.toThrow('no database')
})

test('a loader that leaves before the end is no success', async () => {
  const log = createMemoryLog({ partitions: PARTITIONS })

  await expect(pipelineOn(log, async () => {})).rejects.toMatchObject({ code: 'OU7001' })
})

test('a signal ends all parts', async () => {
  const log = createMemoryLog({ partitions: PARTITIONS })
  const stop = new AbortController()
  const stopping = loadFrom(log, () => stop.abort(new Error('stopped')))

  await expect(pipelineOn(log, stopping, { signal: stop.signal })).rejects.toThrow('stopped')
})
