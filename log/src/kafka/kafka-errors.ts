import { type ErrorCode, OrderUpError } from '@order-up/contracts'

/** The fields by which errors of kafkajs can be told apart. */
interface ClientError {
  readonly name?: string
  readonly type?: string
  readonly cause?: unknown
}

/** Error types after which trying again cannot help: what is asked for is not allowed, or can never be done. */
const FINAL_TYPES = new Set([
  'TOPIC_AUTHORIZATION_FAILED',
  'GROUP_AUTHORIZATION_FAILED',
  'CLUSTER_AUTHORIZATION_FAILED',
  'TRANSACTIONAL_ID_AUTHORIZATION_FAILED',
  'SASL_AUTHENTICATION_FAILED',
  'UNSUPPORTED_SASL_MECHANISM',
  'MESSAGE_TOO_LARGE',
  'RECORD_LIST_TOO_LARGE',
  'INVALID_TIMESTAMP',
  'INVALID_RECORD',
  'INVALID_TOPIC_EXCEPTION',
  'INVALID_TRANSACTION_TIMEOUT',
  'UNSUPPORTED_VERSION',
  'POLICY_VIOLATION',
  'TOPIC_ALREADY_EXISTS',
  'INVALID_CONFIG',
  'INVALID_REPLICATION_FACTOR',
])

const FINAL_NAMES = new Set([
  'KafkaJSSASLAuthenticationError',
  'TypeError',
  'RangeError',
  'ReferenceError',
  'SyntaxError',
])

/** The error behind those that kafkajs wraps around it, first to last. */
function* chainOf(error: unknown): Generator<ClientError> {
  const seen = new Set<unknown>()
  for (let at = error; typeof at === 'object' && at !== null && !seen.has(at); at = (at as ClientError).cause) {
    seen.add(at)
    yield at as ClientError
  }
}

/** True where trying the same again can never go well. */
export const isFinal = (error: unknown): boolean => {
  for (const { name, type } of chainOf(error))
    if (FINAL_TYPES.has(type ?? '') || FINAL_NAMES.has(name ?? '')) return true
  return false
}

/** True where a broker has answered, if only with a refusal: the connection is sound. */
export const isAnswer = (error: unknown): boolean => {
  for (const { name } of chainOf(error)) if (name === 'KafkaJSProtocolError') return true
  return false
}

/** True where the error, or one behind it, is of this type of the protocol. */
export const hasType = (error: unknown, type: string): boolean => {
  for (const each of chainOf(error)) if (each.type === type) return true
  return false
}

const REFUSED_LOGIN = ['KafkaJSSASLAuthenticationError', 'SASL_AUTHENTICATION_FAILED', 'UNSUPPORTED_SASL_MECHANISM']
const UNREACHABLE = [
  'KafkaJSConnectionError',
  'KafkaJSConnectionClosedError',
  'KafkaJSNoBrokerAvailableError',
  'KafkaJSBrokerNotFound',
  'KafkaJSRequestTimeoutError',
]

const codeOf = ({ name = '', type = '' }: ClientError): ErrorCode | undefined => {
  if (REFUSED_LOGIN.includes(name) || REFUSED_LOGIN.includes(type)) return 'OU1213'
  if (type.endsWith('_AUTHORIZATION_FAILED')) return 'OU1214'
  return UNREACHABLE.includes(name) ? 'OU1203' : undefined
}

/** The error as the rest of the program knows it; errors of ours stay as they are. */
export const asOrderUpError = (error: unknown): OrderUpError => {
  if (error instanceof OrderUpError) return error
  const detail = error instanceof Error ? error.message : String(error)
  for (const each of chainOf(error)) {
    const code = codeOf(each)
    if (code !== undefined) return new OrderUpError(code, { detail, cause: error })
  }
  return new OrderUpError('OU7001', { detail, cause: error })
}
