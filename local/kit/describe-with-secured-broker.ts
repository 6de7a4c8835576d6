import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { freePort } from '../src/free-port.ts'
import { startLocalKafka } from '../src/kafka/start-local-kafka.ts'
import { startLocalRegistry } from '../src/registry/start-local-registry.ts'
import { describeStarted } from './describe-started.ts'
import { runKafkaTool } from './run-kafka-tool.ts'
import { type Certificate, type TestAuthority, testAuthority } from './test-certificates.ts'
import { QUICK, startedOrReason, testFolder } from './test-services.ts'

/** A broker that lets in whom it knows, and lets them do what their ACLs say. */
export interface SecuredBroker {
  /** Plain, for the superuser: whoever comes this way may do anything. */
  readonly open: string
  /** TLS with a password: PLAIN, SCRAM-SHA-256 and SCRAM-SHA-512. */
  readonly sasl: string
  /** TLS with a certificate of the client's. */
  readonly mutual: string
  /** TLS with a certificate that has expired. */
  readonly expired: string
  readonly registryUrl: string
  /** Authority of the broker's certificates, and of those of its clients. */
  readonly authority: TestAuthority
  /** The authority of somebody else. */
  readonly stranger: TestAuthority
  /** Users that may log in, all with this password. */
  readonly password: string
  stop(): Promise<void>
}

/** Who may log in: the first by each mechanism, the others by PLAIN. */
export const USERS = ['producer', 'engine', 'sink', 'nobody'] as const

const PASSWORD = 'canary-7f3a91'

const PLAIN = 'org.apache.kafka.common.security.plain.PlainLoginModule'
const SCRAM = 'org.apache.kafka.common.security.scram.ScramLoginModule'
const plainUsers = USERS.map((user) => `user_${user}="${PASSWORD}"`).join(' ')

const tlsOf = (listener: string, certificate: Certificate): Readonly<Record<string, string>> => ({
  [`listener.name.${listener}.ssl.keystore.type`]: 'PEM',
  [`listener.name.${listener}.ssl.keystore.location`]: certificate.storeFile,
})

/** One at a time: the broker takes one change of a user in a request. */
const addScramUsers = async (open: string): Promise<void> => {
  for (const mechanism of ['SCRAM-SHA-256', 'SCRAM-SHA-512'])
    await runKafkaTool({
      main: 'kafka.admin.ConfigCommand',
      args: [
        ...['--bootstrap-server', open, '--alter', '--entity-type', 'users', '--entity-name', 'engine'],
        ...['--add-config', `${mechanism}=[password=${PASSWORD}]`],
      ],
    })
}

const startBroker = async (): Promise<SecuredBroker> => {
  const folder = await testFolder()
  const authority = testAuthority(folder, 'ours')
  const [port, saslPort, mutualPort, expiredPort] = [
    await freePort(),
    await freePort(),
    await freePort(),
    await freePort(),
  ]
  const address = (at: number): string => `127.0.0.1:${at}`
  const own = authority.sign('broker')
  const listeners = [
    `PLAINTEXT://${address(port)}`,
    `SASL://${address(saslPort)}`,
    `MUTUAL://${address(mutualPort)}`,
    `EXPIRED://${address(expiredPort)}`,
  ].join(',')
  const silent = { log: (): void => {} }
  const kafka = await startLocalKafka({
    ...silent,
    dataDir: folder,
    port,
    overrides: ({ controllerPort }) => ({
      ...QUICK,
      listeners: `${listeners},CONTROLLER://${address(controllerPort)}`,
      'advertised.listeners': listeners,
      'listener.security.protocol.map': 'PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT,SASL:SASL_SSL,MUTUAL:SSL,EXPIRED:SSL',
      'authorizer.class.name': 'org.apache.kafka.metadata.authorizer.StandardAuthorizer',
      'super.users': 'User:ANONYMOUS',
      'ssl.truststore.type': 'PEM',
      'ssl.truststore.location': authority.caFile,
      ...tlsOf('sasl', own),
      ...tlsOf('mutual', own),
      ...tlsOf('expired', authority.sign('broker', 'expired')),
      'listener.name.mutual.ssl.client.auth': 'required',
      'ssl.principal.mapping.rules': 'RULE:^CN=(.*?)$/$1/,DEFAULT',
      'listener.name.sasl.sasl.enabled.mechanisms': 'PLAIN,SCRAM-SHA-256,SCRAM-SHA-512',
      'listener.name.sasl.plain.sasl.jaas.config': `${PLAIN} required ${plainUsers};`,
      'listener.name.sasl.scram-sha-256.sasl.jaas.config': `${SCRAM} required;`,
      'listener.name.sasl.scram-sha-512.sasl.jaas.config': `${SCRAM} required;`,
    }),
  })
  await addScramUsers(address(port))
  const registry = await startLocalRegistry({ dataDir: join(folder, 'registry'), ...silent })
  return {
    open: address(port),
    sasl: address(saslPort),
    mutual: address(mutualPort),
    expired: address(expiredPort),
    registryUrl: registry.url,
    authority,
    stranger: testAuthority(folder, 'strange'),
    password: PASSWORD,
    stop: async () => {
      await Promise.all([kafka.stop(), registry.stop()])
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

/**
 * Describes tests that need a broker with TLS, passwords and ACLs: always a process with Java, never a container, for its
 * users are made by Kafka's own tool. Where there can be none they are skipped, with the reason in their title. To be
 * awaited at the top of a test file.
 */
export const describeWithSecuredBroker = async (
  title: string,
  body: (broker: SecuredBroker) => void,
): Promise<void> => {
  const skipped = (): void => test('needs a broker', () => {})
  describeStarted(title, await startedOrReason(startBroker), { body, skipped })
}
