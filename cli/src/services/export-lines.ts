import type { ServiceAddresses } from '@order-up/local'

const PLAIN = /^[\w.:/@,=-]+$/

const quoted = (value: string): string => (PLAIN.test(value) ? value : `'${value.replaceAll("'", `'\\''`)}'`)

/** Lines for a shell, after which every command finds the services. */
export const exportLines = ({ brokers, registryUrl, databaseUrl }: ServiceAddresses): string =>
  Object.entries({ KAFKA_BROKERS: brokers.join(','), SCHEMA_REGISTRY_URL: registryUrl, DATABASE_URL: databaseUrl })
    .map(([name, value]) => `export ${name}=${quoted(value)}`)
    .join('\n')
