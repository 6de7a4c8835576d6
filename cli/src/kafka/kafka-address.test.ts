import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { OrderUpError } from '@order-up/contracts'
import type { Environment } from '../config/setting.ts'
import { inFolder } from '../testing/capture-cli.ts'
import { kafkaAddress } from './kafka-address.ts'

interface Given {
  readonly environment?: Environment
  readonly file?: Readonly<Record<string, string>>
  readonly folder?: string
}

/** What is found, or the failure; and what is hidden from then on. */
const found = ({ environment = {}, file = {}, folder = '.' }: Given) => {
  const hidden: string[] = []
  const hide = (secret: string | undefined): void => void (secret && hidden.push(secret))
  try {
    return { address: kafkaAddress({ environment, file: new Map(Object.entries(file)), folder, hide }), hidden }
  } catch (error) {
    const { code, message } = error as OrderUpError
    return { failure: `${code} ${message.replace(/^.*?: /, '')}`, hidden }
  }
}

test('nothing named is no address', () => {
  expect(found({ environment: { KAFKA_BROKERS: '', KAFKA_SSL: 'true' } }).address).toBeUndefined()
})

test('the environment comes before the file, variable by variable', () => {
  const file = { kafkaBrokers: 'f:1', kafkaSsl: 'true' }

  expect([found({ file }).address, found({ file, environment: { KAFKA_BROKERS: 'a:1, b:2' } }).address]).toEqual([
    { brokers: ['f:1'], ssl: true },
    { brokers: ['a:1', 'b:2'], ssl: true },
  ])
})

test('a login by password is hidden; a certificate turns TLS on', () =>
  inFolder(async (folder) => {
    for (const name of ['ca', 'cert', 'key']) writeFileSync(join(folder, name), `${name} text`)
    const environment = {
      KAFKA_BROKERS: 'a:1',
      KAFKA_SSL_CA_FILE: 'ca',
      KAFKA_SSL_CERT_FILE: 'cert',
      KAFKA_SSL_KEY_FILE: 'key',
      KAFKA_SASL_MECHANISM: 'SCRAM-SHA-512',
      KAFKA_SASL_USERNAME: 'me',
      KAFKA_SASL_PASSWORD: 'canary',
    }

    expect(found({ environment, folder })).toEqual({
      address: {
        brokers: ['a:1'],
        ssl: { ca: 'ca text', cert: 'cert text', key: 'key text' },
        sasl: { mechanism: 'scram-sha-512', username: 'me', password: 'canary' },
      },
      hidden: ['key text', 'canary'],
    })
  }))

test('what is not valid is refused with its variable or key', () => {
  const a = { KAFKA_BROKERS: 'a:1' }

  expect(
    [
      { environment: { KAFKA_BROKERS: 'a' } },
      { file: { kafkaBrokers: 'http://a:1' } },
      { environment: { ...a, KAFKA_SSL: 'yes' } },
      { environment: { ...a, KAFKA_SSL_CA_FILE: 'no-such-file' } },
      { environment: { ...a, KAFKA_SASL_MECHANISM: 'gssapi', KAFKA_SASL_USERNAME: 'me' } },
      { environment: { ...a, KAFKA_SASL_MECHANISM: 'plain' } },
      { environment: { ...a, KAFKA_SASL_USERNAME: 'me' } },
    ].map((given) => found(given).failure),
  ).toEqual([
    'OU1002 KAFKA_BROKERS must be host:port, several of them with commas between, is "a"',
    'OU1002 "kafkaBrokers" in order-up.config.json must be host:port, several of them with commas between, is "http://a:1"',
    'OU1002 KAFKA_SSL must be true or false, is "yes"',
    'OU1101 no-such-file (KAFKA_SSL_CA_FILE)',
    'OU1002 KAFKA_SASL_MECHANISM must be one of plain, scram-sha-256, scram-sha-512, is "gssapi"',
    'OU1002 KAFKA_SASL_USERNAME is missing',
    'OU1002 KAFKA_SASL_PASSWORD (or KAFKA_SASL_PASSWORD_FILE) is missing',
  ])
})
