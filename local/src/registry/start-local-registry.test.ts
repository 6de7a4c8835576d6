import { appendFile, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type LocalRegistry, startLocalRegistry } from './start-local-registry.ts'

const recordOf = (...fields: readonly object[]): string => JSON.stringify({ type: 'record', name: 'Order', fields })
const ID = { name: 'id', type: 'string' }
const FIRST = recordOf(ID)
const SECOND = recordOf(ID, { name: 'note', type: 'string', default: '' })
const INCOMPATIBLE = recordOf(ID, { name: 'note', type: 'string' })

let dataDir: string
let registry: LocalRegistry
beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'order-up-registry-'))
  registry = await start()
})
afterEach(async () => {
  await registry.stop()
  await rm(dataDir, { recursive: true })
})

const start = (): Promise<LocalRegistry> => startLocalRegistry({ dataDir, log: () => {} })

const ask = async (method: string, path: string, body?: object): Promise<unknown> => {
  const response = await fetch(registry.url + path, { method, ...(body && { body: JSON.stringify(body) }) })
  return [response.status, await response.json()]
}
const register = (subject: string, schema: string): Promise<unknown> =>
  ask('POST', `/subjects/${subject}/versions`, { schema })
const setLevel = (subject: string, compatibility: string): Promise<unknown> =>
  ask('PUT', `/config/${subject}`, { compatibility })

test('a schema keeps its id, under whichever subject and however often it is registered', async () => {
  const answers = [
    await register('a', FIRST),
    await register('b', SECOND),
    await register('b', FIRST),
    await register('a', FIRST),
    await register('a', ` ${FIRST}`),
  ]

  expect(answers).toEqual([1, 2, 1, 1, 1].map((id) => [200, { id }]))
})

test('V3 an id gives the text as it was registered; one that was never given is 404 with 40403', async () => {
  const text = ` ${FIRST}\n`
  await register('a', text)

  expect([await ask('GET', '/schemas/ids/1'), await ask('GET', '/schemas/ids/2')]).toEqual([
    [200, { schema: text }],
    [404, { error_code: 40403, message: 'Schema not found' }],
  ])
})

test('a version that cannot read an older one is refused with 409', async () => {
  await setLevel('a', 'BACKWARD_TRANSITIVE')
  await register('a', FIRST)

  const [status, body] = (await register('a', INCOMPATIBLE)) as [number, { error_code: number }]

  expect([status, body.error_code, await ask('GET', '/subjects/a/versions')]).toEqual([409, 409, [200, [1]]])
})

test('a transitive level looks at all older versions, a plain one at the last alone', async () => {
  const withoutNote = recordOf(ID)
  const statuses: unknown[] = []
  for (const level of ['BACKWARD', 'BACKWARD_TRANSITIVE']) {
    await setLevel(level, level)
    // Version 1 lacks the field, version 2 gives it a default, version 3 takes the default away.
    for (const schema of [withoutNote, SECOND, INCOMPATIBLE])
      statuses.push(((await register(level, schema)) as [number])[0])
  }

  expect(statuses).toEqual([200, 200, 200, 200, 200, 409])
})

test('a subject has no level of its own until it is given one', async () => {
  const before = await ask('GET', '/config/a')
  await setLevel('a', 'BACKWARD_TRANSITIVE')

  expect([before, await ask('GET', '/config/a'), await ask('GET', '/config')]).toEqual([
    [404, { error_code: 40408, message: "Subject 'a' does not have subject-level compatibility configured" }],
    [200, { compatibilityLevel: 'BACKWARD_TRANSITIVE' }],
    [200, { compatibilityLevel: 'BACKWARD' }],
  ])
})

test('versions are counted from 1 in each subject', async () => {
  await register('b', SECOND)
  await register('a', FIRST)
  await register('a', SECOND)

  expect([
    await ask('GET', '/subjects/a/versions/latest'),
    await ask('GET', '/subjects/a/versions/1'),
    await ask('POST', '/subjects/a', { schema: SECOND }),
    await ask('GET', '/subjects'),
  ]).toEqual([
    [200, { subject: 'a', version: 2, id: 1, schema: SECOND }],
    [200, { subject: 'a', version: 1, id: 2, schema: FIRST }],
    [200, { subject: 'a', version: 2, id: 1, schema: SECOND }],
    [200, ['b', 'a']],
  ])
})

test.each([
  ['GET', '/subjects/x/versions', 404, 40401],
  ['GET', '/subjects/a/versions/9', 404, 40402],
  ['POST', '/subjects/a', 422, 42201],
  ['POST', '/subjects/a/versions', 422, 42201],
  ['PUT', '/config/a', 422, 42203],
  ['GET', '/elsewhere', 404, 404],
  ['DELETE', '/config/a', 404, 404],
])('%s %s without a body is %s with code %s', async (method, path, status, code) => {
  await register('a', FIRST)

  const [answered, body] = (await ask(method, path)) as [number, { error_code: number }]

  expect([answered, body.error_code]).toEqual([status, code])
})

test('a text that is no Avro schema is refused with 42201', async () => {
  const answers = await Promise.all(['{', '"nonsense"', '{"type":"record"}'].map((text) => register('a', text)))

  expect(answers.map((answer) => (answer as [number])[0])).toEqual([422, 422, 422])
})

test('schemas, versions and levels survive a restart; a line cut off by a crash does not count', async () => {
  await setLevel('a', 'BACKWARD_TRANSITIVE')
  await register('a', FIRST)
  await registry.stop()
  await appendFile(join(dataDir, 'schemas.jsonl'), '{"kind":"version","subject":"a","i')
  registry = await start()

  const [status] = (await register('a', INCOMPATIBLE)) as [number]
  const second = await register('a', SECOND)
  await registry.stop()
  registry = await start()

  expect([status, second, await ask('GET', '/subjects/a/versions')]).toEqual([409, [200, { id: 2 }], [200, [1, 2]]])
})

test('a taken port is OU1205', async () => {
  const port = Number(new URL(registry.url).port)
  const elsewhere = join(dataDir, 'other')

  await expect(startLocalRegistry({ dataDir: elsewhere, port, log: () => {} })).rejects.toMatchObject({
    code: 'OU1205',
  })
})
