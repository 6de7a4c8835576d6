import { startLocalKafka } from '../kafka/start-local-kafka.ts'
import { startLocalPostgres } from '../postgres/local-postgres.ts'
import { startApicurio } from '../registry/start-apicurio.ts'
import { type LocalRegistry, type LocalRegistryOptions, startLocalRegistry } from '../registry/start-local-registry.ts'
import { portsLike } from './ports-like.ts'
import { type RegistryName, SERVICE_NAMES, type ServiceAddresses, type ServiceName } from './service-addresses.ts'
import { servicePaths } from './services-record.ts'

type Ports = Readonly<Record<ServiceName, number>>

export interface StartServices {
  readonly dataDir: string
  /** Ports to take where they are free; any others where they are not. */
  readonly ports?: Ports
  readonly registry: RegistryName
  readonly log: (line: string) => void
}

export interface RunningServices {
  readonly ports: Ports
  readonly addresses: ServiceAddresses
  /** Stops all of them; their data stays. */
  stop(): Promise<void>
}

const REGISTRIES: Readonly<Record<RegistryName, (options: LocalRegistryOptions) => Promise<LocalRegistry>>> = {
  local: startLocalRegistry,
  apicurio: startApicurio,
}

/** All of what is starting, or the first failure, when what did start has been stopped again. */
const allOrNone = async <T extends readonly { stop(): Promise<void> }[]>(
  starting: {
    readonly [Index in keyof T]: Promise<T[Index]>
  },
): Promise<T> => {
  const settled = await Promise.allSettled(starting)
  const failed = settled.find(({ status }) => status === 'rejected') as PromiseRejectedResult | undefined
  const started = settled.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []))
  if (failed === undefined) return started as unknown as T
  await Promise.allSettled(started.map((service) => service.stop()))
  throw failed.reason
}

/**
 * Starts Kafka, the registry and PostgreSQL on the data folder, all of them or none; they end with this process. Throws
 * as `startLocalKafka`, `startLocalRegistry` or `startApicurio`, and `startLocalPostgres` do.
 */
export const startServices = async ({
  dataDir,
  ports: wished,
  registry: name,
  log,
}: StartServices): Promise<RunningServices> => {
  const paths = servicePaths(dataDir)
  const ports = await portsLike(SERVICE_NAMES, wished)
  const [kafka, registry, postgres] = await allOrNone([
    startLocalKafka({ dataDir: paths.kafka, port: ports.kafka, log }),
    REGISTRIES[name]({ dataDir: paths.registry, port: ports.registry, log }),
    startLocalPostgres({ dataDir: paths.postgres, port: ports.postgres }),
  ])
  return {
    ports,
    addresses: { brokers: kafka.brokers, registryUrl: registry.url, databaseUrl: postgres.url },
    stop: async () => {
      await Promise.all([kafka.stop(), registry.stop(), postgres.stop()])
    },
  }
}
