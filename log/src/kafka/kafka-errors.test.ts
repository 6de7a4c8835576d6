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

test('errors of ours stay as they are, and a cause that leads back to itself ends', () => {
  const ours = asOrderUpError(new Error('x'))
  const loop = clientError({})
  loop.cause = loop

  expect([asOrderUpError(ours), isFinal(loop)]).toEqual([ours, false])
})
