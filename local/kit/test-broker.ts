import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { freePort } from '../src/free-port.ts'
import { startLocalRegistry } from '../src/registry/start-local-registry.ts'
import type { KafkaAddresses } from './describe-with-kafka.ts'
import { type FaultyProxy, startFaultyProxy } from './faulty-proxy.ts'
import { startBroker } from './start-broker.ts'
import { testFolder } from './test-services.ts'

/** A broker of a test's own, which it may take down, and whose clients it may cut off. */
export interface TestBroker extends KafkaAddresses {
  /** Between the broker and whoever connects to `proxied`. */
  readonly proxy: FaultyProxy
  /** The broker's addresses as they are seen through the proxy. */
  readonly proxied: readonly string[]
  /** Ends the broker as a power failure does. */
  kill(): Promise<void>
  /** Starts it again on the same port. */
  start(): Promise<void>
  stop(): Promise<void>
}

/** Starts a broker, in a container where Docker answers, with a registry; what they write is gone when they stop. */
export const startTestBroker = async (): Promise<TestBroker> => {
  const [port, behindProxy] = [await freePort(), await freePort()]
  const proxy = await startFaultyProxy(behindProxy)
  const { brokers, kill, start, stop } = await startBroker({
    port,
    proxied: { port: behindProxy, advertised: proxy.port },
  })
  const folder = await testFolder()
  const registry = await startLocalRegistry({ dataDir: join(folder, 'registry'), log: () => {} })
  return {
    brokers,
    registryUrl: registry.url,
    proxy,
    proxied: [`127.0.0.1:${proxy.port}`],
    kill,
    start,
    stop: async () => {
      await Promise.all([stop(), registry.stop(), proxy.stop()])
      rmSync(folder, { recursive: true, force: true })
    },
  }
}
