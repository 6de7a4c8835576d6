import { createHash } from 'node:crypto'
import { fileURLToPath } from 'node:url'
import { SERVICE_NAMES, type ServiceAddresses, type ServiceName } from '../services/service-addresses.ts'

/** What Docker compose runs for a data folder; its volumes hold the data. */
export interface ComposeProject {
  /** Its name: every container, network and volume of it has it as a label. */
  readonly project: string
  /** Address of the Docker engine that runs it. */
  readonly host: string
  readonly ports: ComposePorts
  /** The log's own id, by which a sink knows it; that of the compose file, where none is named. */
  readonly clusterId?: string
}

/** The services of the compose file that have a port: those of `up`, and a page to look into Kafka. */
export const COMPOSED_NAMES = [...SERVICE_NAMES, 'ui'] as const

/** Ports of 127.0.0.1. */
export type ComposePorts = Readonly<Record<ServiceName | 'ui', number>>

/** The compose file of the repository. */
export const COMPOSE_FILE = fileURLToPath(new URL('../../../../docker-compose.yml', import.meta.url))

/** A name that follows from the data folder: every folder is a set of its own. */
export const projectOf = (dataDir: string): string =>
  `order-up-${createHash('sha256').update(dataDir).digest('hex').slice(0, 10)}`

type Composed = Pick<ComposeProject, 'ports' | 'clusterId'>

/** All variables of the compose file, which has the usual ports and an id of its own where one is empty or not set. */
export const composeVariables = ({ ports, clusterId = '' }: Composed): Readonly<Record<string, string>> => ({
  ...Object.fromEntries(COMPOSED_NAMES.map((name) => [`ORDER_UP_${name.toUpperCase()}_PORT`, String(ports[name])])),
  ORDER_UP_CLUSTER_ID: clusterId,
})

/** Where clients find the services of the compose file. */
export const composedAddresses = ({ kafka, registry, postgres }: ComposePorts): ServiceAddresses => ({
  brokers: [`127.0.0.1:${kafka}`],
  registryUrl: `http://127.0.0.1:${registry}`,
  databaseUrl: `postgres://order_up:not-a-secret@127.0.0.1:${postgres}/order_up`,
})
