import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { FRAME_BYTES, OUTPUT_TOPICS, outputCodecs } from '@order-up/contracts'
import { wallClock } from '@order-up/contracts/kit'
import { createTopics } from '@order-up/log/kafka'
import { produce, whenDue } from '@order-up/producer'
import { type KafkaAddresses, openLog } from './kafka-services.ts'
import { quantile } from './quantile.ts'
import { shopAtRate } from './shop-at-rate.ts'

/**
 * How long a raw record takes until a reader of committed records sees its order, at 2,000 records a second and a commit
 * interval of 100 ms. From the moment at which the record is due to be appended; what the producer adds is counted.
 */

const PARTITIONS = 4
const RATE = 2_000
const WARM_UP_MS = 10_000
const MEASURED_MS = 30_000
const BAR_MS = 400
const ENGINE = fileURLToPath(new URL('./kafka-latency-engine.js', import.meta.url))

const startEngine = async (addresses: KafkaAddresses): Promise<ChildProcess> => {
  const engine = fork(ENGINE, [JSON.stringify(addresses)])
  await once(engine, 'message')
  return engine
}

export const kafkaLatency = async (services: Omit<KafkaAddresses, 'topicPrefix'>): Promise<boolean> => {
  const addresses = { ...services, topicPrefix: 'latency.' }
  const { brokers, topicPrefix } = addresses
  await createTopics({ connection: { brokers }, topicPrefix }, PARTITIONS)
  const log = await openLog(addresses)
  const writer = await log.rawWriter()
  const engine = await startEngine(addresses)
  const stop = new AbortController()
  const startMs = wallClock.nowMs()
  const shop = { partitions: PARTITIONS, schemaId: writer.schemaId }
  const records = shopAtRate({ ...shop, startMs, recordsPerSecond: RATE })
  let sent = 0
  const observer = {
    sent: ({ records: confirmed }: { readonly records: number }): void => {
      sent = confirmed
    },
  }
  const producing = produce({ records, writer, pace: whenDue, clock: wallClock, signal: stop.signal, observer })
  const from = (await log.reader.ends(OUTPUT_TOPICS.curated)).map((end) => ({ ...end, offset: 0 }))
  const latenciesMs: number[] = []
  let sentAtStart = 0
  for await (const { records: seen } of log.reader.read(from, stop.signal)) {
    const nowMs = wallClock.nowMs()
    if (nowMs - startMs > WARM_UP_MS + MEASURED_MS) break
    if (nowMs - startMs < WARM_UP_MS) {
      sentAtStart = sent
      continue
    }
    for (const { value } of seen)
      latenciesMs.push(
        nowMs - outputCodecs.curated.decodeBody((value as Buffer).subarray(FRAME_BYTES)).source_timestamp,
      )
  }
  stop.abort()
  await producing
  engine.kill('SIGKILL')
  await writer.close()
  await log.close()
  latenciesMs.sort((a, b) => a - b)
  const [p50, p99] = [quantile(latenciesMs, 0.5), quantile(latenciesMs, 0.99)]
  const rate = ((sent - sentAtStart) * 1_000) / MEASURED_MS
  console.log(
    `  ${Math.round(rate).toLocaleString('en')} records/s, ${latenciesMs.length.toLocaleString('en')} orders seen: p50 ${p50} ms, p99 ${p99} ms, bar ${BAR_MS} ms`,
  )
  return p99 <= BAR_MS
}
