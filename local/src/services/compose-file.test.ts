import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { IMAGES } from '../../kit/images.ts'
import { COMPOSE_FILE, COMPOSED_NAMES, composedAddresses, composeVariables } from '../docker/compose-project.ts'

interface Service {
  readonly image: string
  readonly command?: readonly string[]
  readonly ports: readonly string[]
  readonly healthcheck?: { readonly test: readonly string[] }
  readonly depends_on?: Readonly<Record<string, { readonly condition: string }>>
  readonly environment?: Readonly<Record<string, string | number>>
  readonly volumes?: readonly string[]
}

const yaml = createRequire(import.meta.url)('js-yaml') as { load(text: string): unknown }
const file = readFileSync(COMPOSE_FILE, 'utf8')
const { services, volumes } = yaml.load(file) as {
  readonly services: Readonly<Record<string, Service>>
  readonly volumes: Readonly<Record<string, unknown>>
}
const each = Object.entries(services)

test('every image is pinned, every service has a health check, and no port is open to others', () => {
  expect(each.map(([name]) => name).sort()).toEqual(['kafka', 'postgres', 'registry', 'ui'])
  for (const [, { image, ports, healthcheck }] of each) {
    expect(image).toMatch(/:v?\d+\.\d+(\.\d+)?$/)
    expect(healthcheck?.test[0]).toBe('CMD')
    for (const port of ports) expect(port).toMatch(/^127\.0\.0\.1:\$\{ORDER_UP_[A-Z]+_PORT:-\d+\}:\d+$/)
  }
})

test('a service waits until what it needs is healthy, and what must last lies on a volume', () => {
  const waits = each.flatMap(([, { depends_on = {} }]) => Object.entries(depends_on))
  const mounted = each.flatMap(([, service]) => service.volumes ?? []).map((mount) => mount.split(':'))

  for (const [name, { condition }] of waits) expect([name in services, condition]).toEqual([true, 'service_healthy'])
  expect(mounted.map(([volume]) => volume).sort()).toEqual(Object.keys(volumes).sort())
  expect(mounted.map(([, path]) => path)).toContain(services.kafka?.environment?.KAFKA_LOG_DIRS)
})

test('one broker is enough for transactions, and inside the network Kafka is asked for by its inner listener', () => {
  const { environment = {} } = services.kafka as Service
  const factors = Object.entries(environment).filter(([name]) => /REPLICATION_FACTOR$|MIN_ISR$/.test(name))

  expect(factors.map(([, value]) => value)).toEqual([1, 1, 1, 1, 1])
  expect(environment.KAFKA_ADVERTISED_LISTENERS).toContain('INSIDE://kafka:19092')
  expect([
    services.registry?.environment?.SCHEMA_REGISTRY_KAFKASTORE_BOOTSTRAP_SERVERS,
    services.ui?.environment?.KAFKA_CLUSTERS_0_BOOTSTRAPSERVERS,
  ]).toEqual(['PLAINTEXT://kafka:19092', 'kafka:19092'])
})

test('up sets all variables of the file, and its addresses have the names of the file', () => {
  const ports = { kafka: 1, registry: 2, postgres: 3, ui: 4 }
  const named = COMPOSED_NAMES.map((name) => /\$\{(\w+):-\d+\}/.exec(services[name]?.ports[0] ?? '')?.[1])
  const all = [...file.matchAll(/\$\{(\w+)/g)].map(([, name]) => name)
  const { POSTGRES_USER, POSTGRES_PASSWORD, POSTGRES_DB } = services.postgres?.environment ?? {}

  expect([...named, 'ORDER_UP_CLUSTER_ID']).toEqual(Object.keys(composeVariables({ ports })))
  expect(new Set(all)).toEqual(new Set(Object.keys(composeVariables({ ports }))))
  expect(composedAddresses(ports).databaseUrl).toBe(
    `postgres://${POSTGRES_USER}:${POSTGRES_PASSWORD}@127.0.0.1:3/${POSTGRES_DB}`,
  )
})

test('Kafka sends the host to the very address that its port is bound to, for localhost may be another', () => {
  const { KAFKA_ADVERTISED_LISTENERS } = services.kafka?.environment ?? {}

  expect(KAFKA_ADVERTISED_LISTENERS).toContain(`HOST://127.0.0.1:\${ORDER_UP_KAFKA_PORT:-9092},`)
})

test('the id of the log is the one of the record; a record without one goes on with that of the file', () => {
  const ports = { kafka: 1, registry: 2, postgres: 3, ui: 4 }
  const idOf = (clusterId?: string) => composeVariables({ ports, ...(clusterId && { clusterId }) }).ORDER_UP_CLUSTER_ID

  expect(services.kafka?.environment?.CLUSTER_ID).toBe(`\${ORDER_UP_CLUSTER_ID:-b3JkZXItdXAtbG9jYWwtMQ}`)
  expect([idOf('drawn'), idOf()]).toEqual(['drawn', ''])
})

test('a log that is there keeps the id that it was made with, whichever is drawn for it', () => {
  const folder = mkdtempSync(join(tmpdir(), 'order-up-log-'))
  const words = services.kafka?.command?.map((word) =>
    word
      .replaceAll('$$', '$')
      .replaceAll('/var/lib/kafka/data', folder)
      .replace('/etc/kafka/docker/run', 'printenv CLUSTER_ID'),
  )
  const [shell = '', ...rest] = words ?? []
  const idThere = () =>
    spawnSync(shell, rest, { env: { ...process.env, CLUSTER_ID: 'drawn' }, encoding: 'utf8' }).stdout

  const first = idThere()
  writeFileSync(join(folder, 'meta.properties'), '#\nnode.id=1\nversion=1\ncluster.id=made-with_it\n')
  const next = idThere()

  rmSync(folder, { recursive: true })
  expect([first, next]).toEqual(['drawn\n', 'made-with_it\n'])
})

test('tests in containers run the same images', () => {
  expect(IMAGES).toEqual({ kafka: services.kafka?.image, postgres: services.postgres?.image })
})
