import { type ChildProcess, fork } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import type { RawWriter } from '@order-up/contracts'
import { wallClock } from '@order-up/contracts/kit'
import { API, type FaultyProxy, startTestBroker, type TestBroker } from '@order-up/local/kit'
import { createTopics } from '@order-up/log/kafka'
import { PARTITIONS } from './kafka-fill.ts'
import { confirmOrders, placeOrders } from './kafka-open-orders.ts'
import type { Committed, Said } from './kafka-recovery-engine.ts'
import { openLog } from './kafka-services.ts'

/** Commits of which the engine does not learn what became of them, at a million open orders. */

const ORDERS = 1_000_000
const LOSSES = 5
const BAR_MS = 3_000
/** Between two losses. */
const CALM_MS = 2_000
const TOPIC_PREFIX = 'recovery.'
const ENGINE = fileURLToPath(new URL('./kafka-recovery-engine.js', import.meta.url))
const never = new AbortController().signal

/** Resolves with the first of what the engine says for which `isIt` holds. */
const heard = <T extends Said>(engine: ChildProcess, isIt: (said: Said) => said is T): Promise<T> =>
  new Promise((resolve, reject) => {
    const ended = (code: unknown): void => reject(new Error(`the engine ended with ${code}`))
    const look = (said: Said): void => {
      if (!isIt(said)) return
      engine.off('message', look)
      engine.off('exit', ended)
      resolve(said)
    }
    engine.on('message', look)
    engine.once('exit', ended)
  })

const isLost = (said: Said): said is Extract<Said, { kind: 'lost' }> => said.kind === 'lost'

type Way = (broker: TestBroker, engine: ChildProcess) => Promise<number>

/** Ways to lose an answer to EndTxn, each of which resolves with the moment, epoch ms. */
const WAYS: Readonly<Record<string, Way>> = {
  'connection cut in place of an answer': ({ proxy }) =>
    new Promise((resolve) => {
      let isCut = false
      proxy.set({
        answer: (apiKey) => {
          if (isCut || apiKey !== API.endTransaction) return 'pass'
          isCut = true
          resolve(wallClock.nowMs())
          return 'cut'
        },
      })
    }),
  'outcome unknown, task claimed anew': async (_, engine) => {
    const lost = heard(engine, isLost)
    engine.send('lose')
    return (await lost).atMs
  },
}

/** Counts what is fetched through the proxy from now on. */
const countFetched = (proxy: FaultyProxy): { bytes: number } => {
  const fetched = { bytes: 0 }
  proxy.set({
    answer: (apiKey, bytes) => {
      if (apiKey === API.fetch) fetched.bytes += bytes
      return 'pass'
    },
  })
  return fetched
}

interface Loss {
  readonly tookMs: number
  readonly fetchedBytes: number
}

const lose = async (way: Way, broker: TestBroker, engine: ChildProcess): Promise<Loss> => {
  const lostMs = await way(broker, engine)
  const fetched = countFetched(broker.proxy)
  const { atMs } = await heard(engine, (said): said is Committed => said.kind === 'committed' && said.atMs > lostMs)
  broker.proxy.set({})
  return { tookMs: atMs - lostMs, fetchedBytes: fetched.bytes }
}

/** Loses some answers in one way; resolves with the longest time to the next commit. */
const loseSome = async (name: string, broker: TestBroker, engine: ChildProcess): Promise<number> => {
  const losses: Loss[] = []
  while (losses.length < LOSSES) {
    await wallClock.sleep(CALM_MS, never)
    losses.push(await lose(WAYS[name] as Way, broker, engine))
  }
  const times = losses.map(({ tookMs }) => tookMs)
  const mostKib = Math.max(...losses.map(({ fetchedBytes }) => fetchedBytes)) / 1_024
  console.log(
    `  ${name}: ${times.join(', ')} ms to the next commit; fetched meanwhile: at most ${mostKib.toFixed(1)} KiB`,
  )
  return Math.max(...times)
}

/** Resolves when all orders have been committed, with what the changelog has come to. */
const caughtUp = async (engine: ChildProcess): Promise<Committed['changelog']> => {
  let records = 0
  const last = await heard(engine, (said): said is Committed => {
    if (said.kind === 'committed') records += said.records
    return records >= ORDERS
  })
  return last.changelog
}

const measure = async (broker: TestBroker, engine: ChildProcess, writer: RawWriter): Promise<boolean> => {
  const { records, bytes } = await caughtUp(engine)
  const size = `${records.toLocaleString('en')} records, ${Math.round(bytes / 1_048_576)} MiB`
  console.log(`  ${ORDERS.toLocaleString('en')} open orders, a changelog of ${size}; bar ${BAR_MS} ms`)
  const stop = new AbortController()
  const confirming = confirmOrders(writer, stop.signal)
  try {
    const most: number[] = []
    for (const name of Object.keys(WAYS)) most.push(await loseSome(name, broker, engine))
    return Math.max(...most) <= BAR_MS
  } finally {
    stop.abort()
    await confirming
  }
}

const withEngine = async (broker: TestBroker): Promise<boolean> => {
  const { brokers, registryUrl, proxied } = broker
  await createTopics({ connection: broker, topicPrefix: TOPIC_PREFIX }, PARTITIONS)
  const log = await openLog({ brokers, registryUrl, topicPrefix: TOPIC_PREFIX })
  const writer = await log.rawWriter()
  await placeOrders(writer, ORDERS)
  const engine = fork(ENGINE, [JSON.stringify({ brokers: proxied, registryUrl, topicPrefix: TOPIC_PREFIX })])
  try {
    return await measure(broker, engine, writer)
  } finally {
    engine.kill('SIGKILL')
    await writer.close()
    await log.close()
  }
}

/** The time from a lost answer to the next commit that the engine knows of, in each way; the longest counts. */
export const kafkaRecovery = async (): Promise<boolean> => {
  const broker = await startTestBroker()
  try {
    return await withEngine(broker)
  } finally {
    await broker.stop()
  }
}
