import { composedAddresses } from '../docker/compose-project.ts'
import { ANSWERING, type FakeDocker, fakeDocker } from '../testing/fake-docker.ts'
import type { ServicesRecord } from './services-record.ts'
import { servicesWay, type WayWanted } from './services-way.ts'

const DEAD = `\n"version "*) exit 1 ;;${ANSWERING}`
const ports = { kafka: 1, registry: 2, postgres: 3, ui: 4 }
const addresses = composedAddresses(ports)
const byDocker: ServicesRecord = { way: 'docker', project: 'p', host: 'unix:///x', ports, addresses }
const byJava: ServicesRecord = { keeper: { pid: 1, start: '1' }, ports, addresses }

let docker: FakeDocker | undefined
afterEach(() => docker?.remove())

/** What comes of a wish: a way, or the code of an error. */
const wayOf = (wish: Partial<WayWanted>): Promise<string> =>
  servicesWay({ dataDir: 'data', record: undefined, log: () => {}, ...wish }).catch(
    ({ code }: { readonly code: string }) => code,
  )

test.each([
  ['by Docker where it answers', ANSWERING, {}, 'docker'],
  ['without where it does not', DEAD, {}, 'java'],
  ['as is asked for', ANSWERING, { services: 'java' }, 'java'],
  ['by Docker where that is asked for, though it does not answer', DEAD, { services: 'docker' }, 'docker'],
  ['without where a registry is chosen', ANSWERING, { registry: 'apicurio' }, 'java'],
  [
    'not by Docker with a registry that it has not (OU1002)',
    ANSWERING,
    { services: 'docker', registry: 'local' },
    'OU1002',
  ],
  ['as the folder was begun, by Docker', DEAD, { record: byDocker }, 'docker'],
  ['as the folder was begun, without', ANSWERING, { record: byJava }, 'java'],
  [
    'not in another way than the folder was begun (OU1108)',
    ANSWERING,
    { record: byJava, services: 'docker' },
    'OU1108',
  ],
  ['not without Docker on its data (OU1108)', ANSWERING, { record: byDocker, services: 'java' }, 'OU1108'],
  [
    'not with another registry than Docker began with (OU1107)',
    ANSWERING,
    { record: byDocker, registry: 'local' },
    'OU1107',
  ],
] as const)('services are run %s', async (_, cases, wish, expected) => {
  docker = fakeDocker(cases)

  expect(await wayOf(wish)).toBe(expected)
})

test.each([
  ['is slow', `\n"compose "*) exec sleep 30 ;;${ANSWERING}`, 'docker compose did not answer within 2 s'],
  ['is not there', `\n"compose "*) exit 1 ;;${ANSWERING}`, 'docker compose is not installed'],
  ['is of another machine', `\n"context "*) echo tcp://far:2376 ;;${ANSWERING}`, 'the engine is on another machine'],
])('a folder that is begun without Docker, whose engine answers, says why: compose %s', async (_, cases, reason) => {
  docker = fakeDocker(cases)
  const said: string[] = []

  expect([await wayOf({ log: (line) => said.push(line) }), said]).toEqual([
    'java',
    [`without Docker, though its engine answers: ${reason}`],
  ])
})

test('nothing is said of Docker where no engine answers', async () => {
  docker = fakeDocker(DEAD)
  const said: string[] = []

  expect([await wayOf({ log: (line) => said.push(line) }), said]).toEqual(['java', []])
})
