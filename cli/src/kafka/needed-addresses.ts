import { OrderUpError } from '@order-up/contracts'
import type { KafkaConnection, RegistryConnection } from '@order-up/log/kafka'
import { type DatabaseAddress, databaseAddress } from '../database/address.ts'
import { type AddressSource, kafkaAddress } from './kafka-address.ts'
import { registryAddress } from './registry-address.ts'

const HINT = `set it, or run eval "$(order-up up)" for local services`

const needed = <T>(found: T | undefined, variable: string): T => {
  if (found !== undefined) return found
  throw new OrderUpError('OU1002', { detail: `${variable} is not set`, hint: HINT })
}

/** The cluster that the user names; throws OU1002 where there is none, and as `kafkaAddress` does. */
export const neededKafka = (source: AddressSource): KafkaConnection => needed(kafkaAddress(source), 'KAFKA_BROKERS')

/** The registry that the user names; throws OU1002 where there is none, and as `registryAddress` does. */
export const neededRegistry = (source: AddressSource): RegistryConnection =>
  needed(registryAddress(source), 'SCHEMA_REGISTRY_URL')

/** The database that the user names; throws OU1002 where there is none, and as `databaseAddress` does. */
export const neededDatabase = (source: AddressSource): DatabaseAddress =>
  needed(databaseAddress(source), 'DATABASE_URL')
