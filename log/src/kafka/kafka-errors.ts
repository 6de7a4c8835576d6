import { type ErrorCode, OrderUpError } from '@order-up/contracts'

/** The fields by which errors of kafkajs can be told apart; `code` is that of Node's or OpenSSL's error behind it. */
interface ClientError {
  readonly name?: string
  readonly message?: string
  readonly type?: string
  /** Which of several topics it is about. */
  readonly topic?: string
  readonly code?: unknown
  readonly cause?: unknown
  readonly errors?: unknown
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

/** An error, then those behind it that kafkajs has wrapped or gathered into it. */
function* chainOf(error: unknown, seen = new Set<unknown>()): Generator<ClientError> {
  if (typeof error !== 'object' || error === null || seen.has(error)) return
  seen.add(error)
  yield error as ClientError
  const { cause, errors } = error as ClientError
  for (const behind of [cause, ...(Array.isArray(errors) ? errors : [])]) yield* chainOf(behind, seen)
}

const CERTIFICATE_CODES: ReadonlyMap<unknown, ErrorCode> = new Map<unknown, ErrorCode>([
  ['UNABLE_TO_VERIFY_LEAF_SIGNATURE', 'OU1215'],
  ['UNABLE_TO_GET_ISSUER_CERT', 'OU1215'],
  ['UNABLE_TO_GET_ISSUER_CERT_LOCALLY', 'OU1215'],
  ['SELF_SIGNED_CERT_IN_CHAIN', 'OU1215'],
  ['DEPTH_ZERO_SELF_SIGNED_CERT', 'OU1215'],
  ['CERT_SIGNATURE_FAILURE', 'OU1215'],
  ['CERT_UNTRUSTED', 'OU1215'],
  ['CERT_HAS_EXPIRED', 'OU1216'],
  ['CERT_NOT_YET_VALID', 'OU1216'],
  ['ERR_TLS_CERT_ALTNAME_INVALID', 'OU1217'],
])
/** Alerts with which a broker turns a client's certificate down: there is none, or none that it takes. */
const REFUSED_CERTIFICATE = /^ERR_SSL_.*ALERT_(BAD_CERTIFICATE|CERTIFICATE_\w+|UNKNOWN_CA|ACCESS_DENIED)$/

const certificateCode = ({ code }: ClientError): ErrorCode | undefined =>
  CERTIFICATE_CODES.get(code) ?? (REFUSED_CERTIFICATE.test(String(code)) ? 'OU1218' : undefined)

/** True where trying the same again can never go well. */
export const isFinal = (error: unknown): boolean => {
  for (const each of chainOf(error)) {
    const { name = '', type = '' } = each
    if (FINAL_TYPES.has(type) || FINAL_NAMES.has(name) || certificateCode(each) !== undefined) return true
  }
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

/** True where the error, or one behind it, is of this class of the client's. */
export const hasName = (error: unknown, name: string): boolean => {
  for (const each of chainOf(error)) if (each.name === name) return true
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

const codeOf = (error: ClientError): ErrorCode | undefined => {
  const { name = '', type = '' } = error
  const certificate = certificateCode(error)
  if (certificate !== undefined) return certificate
  if (REFUSED_LOGIN.includes(name) || REFUSED_LOGIN.includes(type)) return 'OU1213'
  if (type.endsWith('_AUTHORIZATION_FAILED')) return 'OU1214'
  return UNREACHABLE.includes(name) ? 'OU1203' : undefined
}

/** OpenSSL's messages, without the places in its source that they come from. */
const OPENSSL = /[0-9A-F]+:error:[0-9A-F]+:SSL routines:[^:]*:([^:]*):.*/s

const detailOf = ({ message = '', topic }: ClientError): string =>
  `${topic === undefined ? '' : `topic ${topic}: `}${message.replace(OPENSSL, '$1')}`

/** The error as the rest of the program knows it; errors of ours stay as they are. */
export const asOrderUpError = (error: unknown): OrderUpError => {
  if (error instanceof OrderUpError) return error
  for (const each of chainOf(error)) {
    const code = codeOf(each)
    if (code !== undefined) return new OrderUpError(code, { detail: detailOf(each), cause: error })
  }
  return new OrderUpError('OU7001', { detail: error instanceof Error ? error.message : String(error), cause: error })
}

/** What `promise` resolves to; rejects with the error as the rest of the program knows it. */
export const orOrderUpError = <T>(promise: Promise<T>): Promise<T> =>
  promise.catch((error: unknown) => {
    throw asOrderUpError(error)
  })
