import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { ANSWERING, type FakeDocker, fakeDocker } from '../testing/fake-docker.ts'
import { findDocker, findEngine, needDocker } from './find-docker.ts'

let docker: FakeDocker | undefined
afterEach(() => {
  docker?.remove()
  docker = undefined
})

test('a program whose engine answers, with the compose plugin, is Docker; the address is that of its context', async () => {
  docker = fakeDocker(ANSWERING)

  expect([await findDocker(), await findDocker('unix:///other.sock')]).toEqual([
    { kind: 'there', host: 'unix:///fake.sock' },
    { kind: 'there', host: 'unix:///other.sock' },
  ])
})

test('a program alone proves nothing: its engine must answer', async () => {
  docker = fakeDocker(`\n"version "*) echo 'Cannot connect' >&2; exit 1 ;;${ANSWERING}`)

  expect(await findDocker()).toEqual({ kind: 'missing', reason: 'no Docker engine answers' })
})

test('without the compose plugin there is an engine, but no Docker for up', async () => {
  docker = fakeDocker(`\n"compose "*) echo 'unknown command' >&2; exit 1 ;;${ANSWERING}`)

  expect([(await findEngine()).kind, await findDocker()]).toEqual([
    'there',
    { kind: 'missing', reason: 'docker compose is not installed' },
  ])
})

test('an engine that keeps docker waiting is given up after two seconds, even where docker heeds no interrupt', async () => {
  docker = fakeDocker(`\n"version "*) trap '' INT; sleep 30 ;;${ANSWERING}`)
  const begun = performance.now()

  const found = await findDocker()

  expect([found.kind, performance.now() - begun < 20_000]).toEqual(['missing', true])
}, 30_000)

test('OU1222 where there is no docker, its absence is told with the address that was asked', async () => {
  const path = process.env.PATH
  const empty = mkdtempSync(join(tmpdir(), 'order-up-docker-'))
  process.env.PATH = empty
  const needed = needDocker('unix:///gone.sock')

  await expect(needed).rejects.toMatchObject({
    code: 'OU1222',
    message: 'Docker does not answer: no Docker engine answers at unix:///gone.sock',
  })
  process.env.PATH = path
  rmSync(empty, { recursive: true })
})
