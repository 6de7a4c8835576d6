/** Where clients find a set of local services. */
export interface ServiceAddresses {
  /** `host:port` of each broker. */
  readonly brokers: readonly string[]
  readonly registryUrl: string
  /** Holds the login's password: for clients, not for logs. */
  readonly databaseUrl: string
}

/** The services that `up` runs, in the order in which they are shown. */
export const SERVICE_NAMES = ['kafka', 'registry', 'postgres'] as const

export type ServiceName = (typeof SERVICE_NAMES)[number]

/** The schema registries that `up` can run without Docker: ours, which keeps schemas in a file, or Apicurio's. */
export type RegistryName = 'local' | 'apicurio'

/** How `up` runs them: containers of Docker compose, or programs of this machine, of which Kafka needs Java. */
export type ServicesWay = 'docker' | 'java'
