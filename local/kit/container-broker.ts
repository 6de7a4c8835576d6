import { setTimeout as sleep } from 'node:timers/promises'
import type { StartedTestContainer } from 'testcontainers'
import { brokerAnswers } from '../src/kafka/broker-probe.ts'
import { brokerProperties, type Properties } from '../src/kafka/server-properties.ts'
import type { Containers } from './containers.ts'
import { IMAGES } from './images.ts'
import type { BrokerPorts, OwnBroker } from './own-broker.ts'
import { QUICK } from './test-services.ts'

const HOST_PORT = 9_092
const PROXIED_PORT = 9_094
const INSIDE_PORT = 19_092
const CONTROLLER_PORT = 29_093
const READY_MS = 180_000
const POLL_MS = 100

/** The name that the image gives to a property. */
const variableOf = (property: string): string => `KAFKA_${property.toUpperCase().replaceAll('.', '_')}`

/** The properties of a broker without a container, but for where it listens. */
const propertiesOf = ({ port, proxied }: BrokerPorts): Properties => ({
  ...brokerProperties({ port: HOST_PORT, controllerPort: CONTROLLER_PORT, logDir: '/var/lib/kafka/data' }),
  ...QUICK,
  listeners: `HOST://:${HOST_PORT},PROXIED://:${PROXIED_PORT},INSIDE://:${INSIDE_PORT},CONTROLLER://:${CONTROLLER_PORT}`,
  'advertised.listeners': [
    `HOST://127.0.0.1:${port}`,
    ...(proxied ? [`PROXIED://127.0.0.1:${proxied.advertised}`] : []),
    `INSIDE://127.0.0.1:${INSIDE_PORT}`,
  ].join(','),
  'inter.broker.listener.name': 'INSIDE',
  'listener.security.protocol.map': 'HOST:PLAINTEXT,PROXIED:PLAINTEXT,INSIDE:PLAINTEXT,CONTROLLER:PLAINTEXT',
})

const environmentOf = (ports: BrokerPorts): Record<string, string> => ({
  CLUSTER_ID: 'b3JkZXItdXAtdGVzdHMtMQ',
  KAFKA_HEAP_OPTS: '-Xms128m -Xmx512m',
  ...Object.fromEntries(Object.entries(propertiesOf(ports)).map(([name, value]) => [variableOf(name), value])),
})

const untilAnswers = async (port: number): Promise<void> => {
  const deadline = performance.now() + READY_MS
  while (!(await brokerAnswers(port))) {
    if (performance.now() > deadline) throw new Error(`the broker in a container does not answer at ${port}`)
    await sleep(POLL_MS)
  }
}

const startContainer = ({ GenericContainer }: Containers, ports: BrokerPorts): Promise<StartedTestContainer> => {
  const { port, proxied } = ports
  return new GenericContainer(IMAGES.kafka)
    .withEnvironment(environmentOf(ports))
    .withExposedPorts(
      { container: HOST_PORT, host: port },
      ...(proxied ? [{ container: PROXIED_PORT, host: proxied.port }] : []),
    )
    .withStartupTimeout(READY_MS)
    .start()
}

/**
 * Starts a broker in a container. A broker tells its clients where to find it, so that its ports must be known before.
 */
export const startContainerBroker = async (containers: Containers, ports: BrokerPorts): Promise<OwnBroker> => {
  const container = await startContainer(containers, ports)
  const { container: client } = await containers.getContainerRuntimeClient()
  const inner = client.getById(container.getId())
  await untilAnswers(ports.port)
  return {
    brokers: [`127.0.0.1:${ports.port}`],
    kill: async () => {
      await inner.kill({ signal: 'SIGKILL' })
      await inner.wait()
    },
    start: async () => {
      await inner.start()
      await untilAnswers(ports.port)
    },
    stop: async () => {
      await container.stop()
    },
  }
}
