import { rmSync } from 'node:fs'
import type { Properties } from '../src/kafka/server-properties.ts'
import { type LocalKafka, startLocalKafka } from '../src/kafka/start-local-kafka.ts'
import type { BrokerPorts, OwnBroker } from './own-broker.ts'
import { QUICK, testFolder } from './test-services.ts'

const listeners = ({ port, proxied }: BrokerPorts, controllerPort: number): Properties => {
  if (proxied === undefined) return {}
  const own = `PLAINTEXT://127.0.0.1:${port}`
  return {
    listeners: `${own},PROXIED://127.0.0.1:${proxied.port},CONTROLLER://127.0.0.1:${controllerPort}`,
    'advertised.listeners': `${own},PROXIED://127.0.0.1:${proxied.advertised}`,
    'listener.security.protocol.map': 'PLAINTEXT:PLAINTEXT,PROXIED:PLAINTEXT,CONTROLLER:PLAINTEXT',
  }
}

/** Starts a broker as a process of this machine; throws as `startLocalKafka` does. */
export const startJavaBroker = async (ports: BrokerPorts): Promise<OwnBroker> => {
  const dataDir = await testFolder()
  const start = (): Promise<LocalKafka> =>
    startLocalKafka({
      dataDir,
      port: ports.port,
      log: () => {},
      overrides: ({ controllerPort }) => ({ ...QUICK, ...listeners(ports, controllerPort) }),
    })
  let kafka = await start()
  return {
    brokers: kafka.brokers,
    kill: async () => {
      process.kill(kafka.pid, 'SIGKILL')
      await kafka.stop()
    },
    start: async () => {
      kafka = await start()
    },
    stop: async () => {
      await kafka.stop()
      rmSync(dataDir, { recursive: true, force: true })
    },
  }
}
