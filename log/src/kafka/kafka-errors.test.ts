import { asOrderUpError, hasType, isAnswer, isFinal } from './kafka-errors.ts'

const clientError = (fields: object, cause?: unknown): Error => Object.assign(new Error('said so', { cause }), fields)
const wrapped = (error: Error): Error =>
  clientError({ name: 'KafkaJSNumberOfRetriesExceeded' }, clientError({ name: 'KafkaJSNonRetriableError' }, error))

test.each([
  ['a refused login', { name: 'KafkaJSSASLAuthenticationError' }, 'OU1213', true],
  ['a missing ACL', { name: 'KafkaJSProtocolError', type: 'TOPIC_AUTHORIZATION_FAILED' }, 'OU1214', true],
  ['a broker that is gone', { name: 'KafkaJSConnectionError' }, 'OU1203', false],
  ['an answer that does not come', { name: 'KafkaJSRequestTimeoutError' }, 'OU1203', false],
  ['a record that is too large', { name: 'KafkaJSProtocolError', type: 'MESSAGE_TOO_LARGE' }, 'OU7001', true],
  [
    'an authority that is not ours',
    { name: 'KafkaJSConnectionError', code: 'SELF_SIGNED_CERT_IN_CHAIN' },
    'OU1215',
    true,
  ],
  [
    'a broker without a certificate that lasts',
    { name: 'KafkaJSConnectionError', code: 'CERT_HAS_EXPIRED' },
    'OU1216',
    true,
  ],
  ['another host', { name: 'KafkaJSConnectionError', code: 'ERR_TLS_CERT_ALTNAME_INVALID' }, 'OU1217', true],
  ['no certificate (TLS 1.3)', { code: 'ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED' }, 'OU1218', true],
  ['a certificate that is refused', { code: 'ERR_SSL_SSLV3_ALERT_CERTIFICATE_UNKNOWN' }, 'OU1218', true],
  ['a bug', { name: 'TypeError' }, 'OU7001', true],
])('%s is known behind the errors that the client wraps around it', (_, fields, code, final) => {
  const error = wrapped(clientError(fields))

  expect([asOrderUpError(error).code, isFinal(error)]).toEqual([code, final])
})

test('an answer of a broker is told from a failed connection, and its type is known', () => {
  const answer = wrapped(clientError({ name: 'KafkaJSProtocolError', type: 'CONCURRENT_TRANSACTIONS' }))
  const failure = wrapped(clientError({ name: 'KafkaJSConnectionError' }))

  expect([isAnswer(answer), isAnswer(failure), hasType(answer, 'CONCURRENT_TRANSACTIONS')]).toEqual([true, false, true])
})

test('what a client gathers about several topics is said of the one that failed, without places in OpenSSL', () => {
  const denied = clientError({ type: 'TOPIC_AUTHORIZATION_FAILED', topic: 'orders.customers', message: 'not allowed' })
  const gathered = clientError({ name: 'KafkaJSAggregateError', errors: [clientError({}, denied)] })
  const text = '80AF:error:0A000412:SSL routines:ssl3_read_bytes:alert bad certificate:../x.c:1601:SSL alert 42\n'
  const refused = clientError({ code: 'ERR_SSL_SSLV3_ALERT_BAD_CERTIFICATE', message: `Connection error: ${text}` })

  const messages = [gathered, wrapped(refused)].map((error) => asOrderUpError(error).message)

  expect(messages).toEqual([
    'broker denies access: topic orders.customers: not allowed',
    'broker refuses our certificate: Connection error: alert bad certificate',
  ])
})

test('errors of ours stay as they are, and a cause that leads back to itself ends', () => {
  const ours = asOrderUpError(new Error('x'))
  const loop = clientError({})
  loop.cause = loop

  expect([asOrderUpError(ours), isFinal(loop)]).toEqual([ours, false])
})
