import { startLocalPostgres } from '@order-up/local'
import { describeWithSecuredBroker, freshSchema, runKafkaTool } from '@order-up/local/kit'
import { connectDatabase } from '@order-up/sink'
import type { Environment } from '../config/setting.ts'
import { makeLocalFolder } from '../testing/local-folder.ts'
import { spawnCli } from '../testing/spawn-cli.ts'

const ORDERS = 60

await describeWithSecuredBroker('a broker with TLS, passwords and ACLs', (broker) => {
  const { authority, stranger, password } = broker
  const trusting = { KAFKA_SSL_CA_FILE: authority.caFile, SCHEMA_REGISTRY_URL: broker.registryUrl }
  const login = (user: string, mechanism = 'plain', secret = password): Environment => ({
    KAFKA_BROKERS: broker.sasl,
    KAFKA_SASL_MECHANISM: mechanism,
    KAFKA_SASL_USERNAME: user,
    KAFKA_SASL_PASSWORD: secret,
    ...trusting,
  })
  const certified = (name: string, by = authority, validity: 'valid' | 'expired' = 'valid'): Environment => {
    const { certFile, keyFile } = by.sign(name, validity)
    return { KAFKA_BROKERS: broker.mutual, KAFKA_SSL_CERT_FILE: certFile, KAFKA_SSL_KEY_FILE: keyFile, ...trusting }
  }
  const superuser = { KAFKA_BROKERS: broker.open, SCHEMA_REGISTRY_URL: broker.registryUrl }

  /** What the real program does, and how often it shows the password. */
  const run = async (environment: Environment, ...words: readonly string[]) => {
    const { exitCode, stdout, stderr } = await spawnCli([...words, '--debug'], { environment }).ended
    return {
      exitCode,
      stdout,
      stderr,
      code: /error\[(\w+)\]/.exec(stderr)?.[1],
      shown: `${stdout}${stderr}`.split(password).length - 1,
    }
  }

  beforeAll(async () => {
    const prepared = [await run(superuser, 'topics', 'create'), await run(superuser, 'contracts', 'register')]
    expect(prepared.map(({ exitCode, stderr }) => (exitCode === 0 ? 0 : stderr))).toEqual([0, 0])
  })

  test.each<[string, string, () => Environment]>([
    ['OU1203', 'TLS is not asked for', () => ({ ...login('nobody'), KAFKA_SSL_CA_FILE: '' })],
    ['OU1213', 'the password is wrong', () => login('nobody', 'plain', `${password}x`)],
    ['OU1213', 'the password is wrong, by SCRAM', () => login('engine', 'scram-sha-256', `${password}x`)],
    ['OU1214', 'the user has no ACL', () => login('nobody')],
    ['OU1214', 'the certificate’s owner has no ACL', () => certified('nobody')],
    ['OU1215', 'the authority is another one', () => ({ ...login('nobody'), KAFKA_SSL_CA_FILE: stranger.caFile })],
    ['OU1216', 'the broker’s certificate has expired', () => ({ ...trusting, KAFKA_BROKERS: broker.expired })],
    [
      'OU1217',
      'the broker is not who it says',
      () => ({ ...login('nobody'), KAFKA_BROKERS: broker.sasl.replace('127.0.0.1', 'localhost') }),
    ],
    ['OU1218', 'there is no certificate of ours', () => ({ ...trusting, KAFKA_BROKERS: broker.mutual })],
    ['OU1218', 'our certificate has expired', () => certified('engine', authority, 'expired')],
    ['OU1218', 'our certificate is a stranger’s', () => certified('engine', stranger)],
  ])('%s where %s, and no password is shown', async (code, _, environment) => {
    const outcome = await run(environment(), 'peek', 'orders.events.raw', '--until-end')

    expect(outcome).toMatchObject({ exitCode: 3, code, shown: 0 })
    expect(outcome.stderr).not.toMatch(/^error.*deps\/openssl/m)
  })

  /** Runs the lines that `topics acls` prints for a part, save those that have `left` in them. */
  const allow = async (component: string, principal: string, left = 'nothing'): Promise<void> => {
    const { stdout } = await run(superuser, 'topics', 'acls', '--component', component, '--principal', principal)
    const lines = stdout.split('\n').filter((line) => line.startsWith('kafka-acls.sh '))
    for (const line of lines.filter((each) => !each.includes(left))) {
      const [, ...args] = line.replace('"$KAFKA_BROKERS"', broker.open).split(' ')
      await runKafkaTool({ main: 'org.apache.kafka.tools.AclCommand', args })
    }
  }

  test('the pipeline runs with the least that each part has to be allowed, each logged in its own way', async () => {
    const folder = makeLocalFolder()
    const postgres = await startLocalPostgres({ dataDir: folder.path, durable: false })
    try {
      const database = await freshSchema(postgres.url)
      await allow('producer', 'User:producer')
      await allow('engine', 'User:engine')
      await allow('sink', 'User:sink')

      const steps = [
        await run(
          login('producer'),
          'produce',
          'orders',
          '--count',
          String(ORDERS),
          '--rate',
          '1000',
          '--malformed',
          '0',
        ),
        await run(login('engine', 'scram-sha-512'), 'engine', 'run', '--until-end'),
        await run({ ...certified('sink'), DATABASE_URL: database }, 'sink', 'run', '--until-end'),
      ]
      const client = await connectDatabase({ connectionString: database })
      const { rows } = await client.query('SELECT count(*)::int AS orders FROM orders')
      await client.end()

      expect(steps.map(({ exitCode, stderr }) => (exitCode === 0 ? 0 : stderr))).toEqual([0, 0, 0])
      expect(steps.map(({ shown }) => shown)).toEqual([0, 0, 0])
      expect(rows).toEqual([{ orders: ORDERS }])
    } finally {
      await postgres.stop()
      folder.remove()
    }
  }, 240_000)

  test.each([
    ['group', 'Group authorization failed'],
    ['transactional-id', 'Transactional Id authorization failed'],
  ])('OU1214 an engine may not run without its %s', async (resource, reason) => {
    const name = `engine-without-${resource}`
    await allow('engine', `User:${name}`, ` --${resource} `)

    const outcome = await run(certified(name), 'engine', 'run', '--until-end')

    expect(outcome).toMatchObject({ exitCode: 3, code: 'OU1214' })
    expect(outcome.stderr).toContain(reason)
  })

  test.each([
    ['producer', 'run an engine', ['engine', 'run', '--until-end']],
    ['sink', 'produce orders', ['produce', 'orders', '--count', '1']],
    ['engine', 'read as a sink does', ['peek', 'orders.events.raw', '--until-end']],
    ['producer', 'read what others made', ['peek', 'orders.customers', '--until-end']],
  ])('OU1214 the %s may not %s', async (user, _, words) => {
    const outcome = await run(user === 'sink' ? certified('sink') : login(user), ...words)

    expect(outcome).toMatchObject({ exitCode: 3, code: 'OU1214' })
  })
})
