import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { freePort } from '../src/free-port.ts'
import { type LocalKafka, startLocalKafka } from '../src/kafka/start-local-kafka.ts'
import { startLocalRegistry } from '../src/registry/start-local-registry.ts'
import type { KafkaAddresses } from './describe-with-kafka.ts'
import { type FaultyProxy, startFaultyProxy } from './faulty-proxy.ts'
import { QUICK, testFolder } from './test-services.ts'

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

/** Starts a broker with a registry, in a folder that is removed when it stops. */
export const startTestBroker = async (): Promise<TestBroker> => {
  const folder = await testFolder()
  const silent = { log: (): void => {} }
  const [port, behindProxy] = [await freePort(), await freePort()]
  const proxy = await startFaultyProxy(behindProxy)
  const start = (): Promise<LocalKafka> =>
    startLocalKafka({
      ...silent,
      dataDir: folder,
      port,
      overrides: ({ controllerPort }) => ({
        ...QUICK,
        listeners: `PLAINTEXT://127.0.0.1:${port},PROXIED://127.0.0.1:${behindProxy},CONTROLLER://127.0.0.1:${controllerPort}`,
        'advertised.listeners': `PLAINTEXT://127.0.0.1:${port},PROXIED://127.0.0.1:${proxy.port}`,
        'listener.security.protocol.map': 'PLAINTEXT:PLAINTEXT,PROXIED:PLAINTEXT,CONTROLLER:PLAINTEXT',
      }),
    })
  let kafka = await start()
  const registry = await startLocalRegistry({ dataDir: join(folder, 'registry'), ...silent })
  return {
    brokers: kafka.brokers,
    registryUrl: registry.url,
    proxy,
    proxied: [`127.0.0.1:${proxy.port}`],
    kill: async () => {
      process.kill(kafka.pid, 'SIGKILL')
      await kafka.stop()
    },
    start: async () => {
      kafka = await start()
    },
    stop: async () => {
      await Promise.all([kafka.stop(), registry.stop(), proxy.stop()])
      rmSync(folder, { recursive: true, force: true })
    },
  }
}
