import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { OrderUpError } from '@order-up/contracts'
import type { KafkaConnection } from '@order-up/log/kafka'
import { CONFIG_FILE } from '../config/config-file.ts'
import { readSecret, type SecretSource } from '../config/secret.ts'

/** Where addresses of services are looked for. */
export interface AddressSource extends SecretSource {
  /** order-up.config.json, by key. */
  readonly file: ReadonlyMap<string, string>
}

/** Variables that name a cluster, and their keys in order-up.config.json; passwords have none. */
const KEYS = {
  KAFKA_BROKERS: 'kafkaBrokers',
  KAFKA_SSL: 'kafkaSsl',
  KAFKA_SSL_CA_FILE: 'kafkaSslCaFile',
  KAFKA_SSL_CERT_FILE: 'kafkaSslCertFile',
  KAFKA_SSL_KEY_FILE: 'kafkaSslKeyFile',
  KAFKA_SASL_MECHANISM: 'kafkaSaslMechanism',
  KAFKA_SASL_USERNAME: 'kafkaSaslUsername',
} as const
type Variable = keyof typeof KEYS

/** Keys of order-up.config.json that name a cluster. */
export const KAFKA_KEYS: readonly string[] = Object.values(KEYS)

/** A value and how a message names the place it comes from. */
interface Found {
  readonly text: string
  readonly origin: string
}

const find = (variable: Variable, { environment, file }: AddressSource): Found | undefined => {
  const text = environment[variable] || undefined
  if (text !== undefined) return { text, origin: variable }
  const inFile = file.get(KEYS[variable])
  return inFile === undefined ? undefined : { text: inFile, origin: `"${KEYS[variable]}" in ${CONFIG_FILE}` }
}

const fail = (detail: string): never => {
  throw new OrderUpError('OU1002', { detail })
}

const BROKER = /^[\w.-]+:\d{1,5}$|^\[[0-9a-fA-F:]+\]:\d{1,5}$/

const brokersIn = ({ text, origin }: Found): readonly string[] => {
  const brokers = text.split(',').map((broker) => broker.trim())
  if (brokers.every((broker) => BROKER.test(broker))) return brokers
  return fail(`${origin} must be host:port, several of them with commas between, is "${text}"`)
}

const switchIn = (found: Found | undefined): boolean => {
  if (found === undefined || found.text === 'false') return false
  return found.text === 'true' || fail(`${found.origin} must be true or false, is "${found.text}"`)
}

const pemIn = (variable: Variable, source: AddressSource): string | undefined => {
  const found = find(variable, source)
  if (found === undefined) return undefined
  try {
    return readFileSync(resolve(source.folder, found.text), 'utf8')
  } catch (cause) {
    throw new OrderUpError('OU1101', { detail: `${found.text} (${found.origin})`, cause })
  }
}

/** TLS: asked for, or implied by any certificate. */
const sslOf = (source: AddressSource): KafkaConnection['ssl'] => {
  const ca = pemIn('KAFKA_SSL_CA_FILE', source)
  const cert = pemIn('KAFKA_SSL_CERT_FILE', source)
  const key = pemIn('KAFKA_SSL_KEY_FILE', source)
  source.hide(key)
  if ((cert === undefined) !== (key === undefined))
    return fail('KAFKA_SSL_CERT_FILE and KAFKA_SSL_KEY_FILE belong together')
  const certificates = { ...(ca && { ca }), ...(cert && { cert }), ...(key && { key }) }
  if (Object.keys(certificates).length > 0) return certificates
  return switchIn(find('KAFKA_SSL', source)) || undefined
}

const MECHANISMS = ['plain', 'scram-sha-256', 'scram-sha-512'] as const

const saslOf = (source: AddressSource): KafkaConnection['sasl'] => {
  const given = find('KAFKA_SASL_MECHANISM', source)
  const username = find('KAFKA_SASL_USERNAME', source)?.text
  const password = readSecret('KAFKA_SASL_PASSWORD', source)
  if (given === undefined && username === undefined && password === undefined) return undefined
  const mechanism = MECHANISMS.find((name) => name === (given?.text.toLowerCase() ?? 'plain'))
  if (mechanism === undefined)
    return fail(`${given?.origin} must be one of ${MECHANISMS.join(', ')}, is "${given?.text}"`)
  if (username === undefined) return fail('KAFKA_SASL_USERNAME is missing')
  if (password === undefined) return fail('KAFKA_SASL_PASSWORD (or KAFKA_SASL_PASSWORD_FILE) is missing')
  return { mechanism, username, password }
}

/**
 * The cluster that the user names by KAFKA_*, each variable in the environment before order-up.config.json; passwords by
 * KAFKA_SASL_PASSWORD or KAFKA_SASL_PASSWORD_FILE alone. Undefined where nothing names brokers. Throws OU1002 or OU1101,
 * without showing a secret.
 */
export const kafkaAddress = (source: AddressSource): KafkaConnection | undefined => {
  const brokers = find('KAFKA_BROKERS', source)
  if (brokers === undefined) return undefined
  const ssl = sslOf(source)
  const sasl = saslOf(source)
  return { brokers: brokersIn(brokers), ...(ssl !== undefined && { ssl }), ...(sasl !== undefined && { sasl }) }
}
