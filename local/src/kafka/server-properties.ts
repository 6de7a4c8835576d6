export interface BrokerAddresses {
  readonly port: number
  readonly controllerPort: number
  /** Folder of the broker's own files. */
  readonly logDir: string
}

export type Properties = Readonly<Record<string, string>>

/**
 * Properties of a single broker that is its own controller: listens on 127.0.0.1 alone, keeps one replica of everything,
 * lets a group begin at once, and creates no topic that nobody asked for.
 */
export const brokerProperties = ({ port, controllerPort, logDir }: BrokerAddresses): Properties => ({
  'process.roles': 'broker,controller',
  'node.id': '1',
  'controller.quorum.voters': `1@127.0.0.1:${controllerPort}`,
  listeners: `PLAINTEXT://127.0.0.1:${port},CONTROLLER://127.0.0.1:${controllerPort}`,
  'advertised.listeners': `PLAINTEXT://127.0.0.1:${port}`,
  'controller.listener.names': 'CONTROLLER',
  'inter.broker.listener.name': 'PLAINTEXT',
  'listener.security.protocol.map': 'PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT',
  'log.dirs': logDir,
  'offsets.topic.replication.factor': '1',
  'offsets.topic.num.partitions': '1',
  'transaction.state.log.replication.factor': '1',
  'transaction.state.log.min.isr': '1',
  'transaction.state.log.num.partitions': '1',
  'share.coordinator.state.topic.replication.factor': '1',
  'share.coordinator.state.topic.min.isr': '1',
  'group.initial.rebalance.delay.ms': '0',
  'log.cleaner.dedupe.buffer.size': '2097152',
  // On a busy machine the broker may be late to tell its controller, which is itself, that it lives. On the other hand
  // a broker that was killed is taken back only when its last session has passed.
  'broker.session.timeout.ms': '20000',
  'metadata.max.idle.interval.ms': '5000',
  'num.network.threads': '2',
  'num.io.threads': '2',
  'auto.create.topics.enable': 'false',
})

const escaped = (text: string): string => text.replaceAll('\\', '\\\\')

/** Text of a properties file. */
export const propertiesText = (properties: Properties): string =>
  Object.entries(properties)
    .map(([name, value]) => `${name}=${escaped(value)}\n`)
    .join('')
