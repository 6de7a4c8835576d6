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

  expect([await findDocker(), await findDocker({ host: 'unix:///other.sock' })]).toEqual([
    { kind: 'there', host: 'unix:///fake.sock' },
    { kind: 'there', host: 'unix:///other.sock' },
  ])
})

test('a program alone proves nothing: its engine must answer', async () => {
  docker = fakeDocker(`\n"version "*) echo 'Cannot connect' >&2; exit 1 ;;${ANSWERING}`)

  expect(await findDocker()).toEqual({ kind: 'missing', reason: 'no Docker engine answers', engineAnswers: false })
})

test('without the compose plugin there is an engine, but no Docker for up', async () => {
  docker = fakeDocker(`\n"compose "*) echo 'unknown command' >&2; exit 1 ;;${ANSWERING}`)

  expect([(await findEngine()).kind, await findDocker()]).toEqual([
    'there',
    { kind: 'missing', reason: 'docker compose is not installed', engineAnswers: true },
  ])
})

test('an engine that keeps docker waiting is given up after two seconds, even where docker heeds no interrupt', async () => {
  docker = fakeDocker(`\n"version "*) trap '' INT; sleep 30 ;;${ANSWERING}`)
  const begun = performance.now()

  const found = await findDocker()

  const reason = 'the Docker engine did not answer within 2 s'
  expect([found, performance.now() - begun < 20_000]).toEqual([{ kind: 'missing', reason, engineAnswers: false }, true])
}, 30_000)

test('where nothing but Docker will do, it may take longer than where there is a choice', async () => {
  docker = fakeDocker(`\n"compose "*) sleep 3; echo 2.40.0 ;;${ANSWERING}`)

  expect(await Promise.all([findDocker(), needDocker(), needDocker({ host: 'unix:///begun.sock' })])).toEqual([
    { kind: 'missing', reason: 'docker compose did not answer within 2 s', engineAnswers: true },
    'unix:///fake.sock',
    'unix:///begun.sock',
  ])
}, 30_000)

test('an engine that keeps docker waiting keeps nobody who gives up', async () => {
  docker = fakeDocker(`\n"version "*) echo >&2; exec sleep 30 ;;${ANSWERING}`)
  const given = new AbortController()
  const needed = needDocker({ signal: given.signal })
  given.abort(new Error('stopped'))

  await expect(needed).rejects.toThrow('stopped')
})

test.each(['unix:///var/run/docker.sock', 'npipe:////./pipe/docker_engine'])(
  '%s is an engine of this machine',
  async (host) => {
    docker = fakeDocker(`\n"context "*) echo '${host}' ;;${ANSWERING}`)

    expect(await needDocker()).toBe(host)
  },
)

test.each(['tcp://10.0.0.7:2376', 'ssh://me@far'])(
  'OU1222 %s is an engine of another: its ports are not ours',
  async (host) => {
    docker = fakeDocker(`\n"context "*) echo '${host}' ;;${ANSWERING}`)

    expect((await findEngine()).kind).toBe('there')
    await expect(needDocker()).rejects.toMatchObject({
      code: 'OU1222',
      message: 'Docker does not answer: the engine is on another machine',
    })
  },
)

test('OU1222 where there is no docker, its absence is told with the address that was asked', async () => {
  const path = process.env.PATH
  const empty = mkdtempSync(join(tmpdir(), 'order-up-docker-'))
  process.env.PATH = empty
  const needed = needDocker({ host: 'unix:///gone.sock' })

  await expect(needed).rejects.toMatchObject({
    code: 'OU1222',
    message: 'Docker does not answer: no Docker engine answers at unix:///gone.sock',
  })
  process.env.PATH = path
  rmSync(empty, { recursive: true })
})
