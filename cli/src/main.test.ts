import { once } from 'node:events'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { inFolder } from './testing/capture-cli.ts'
import { spawnCli } from './testing/spawn-cli.ts'

const LINE = `${JSON.stringify({ key: 'A', timestamp: 1, value_hex: '00'.repeat(500) })}\n`

test('the program runs as it is installed', async () => {
  const { exitCode, stdout, stderr } = await spawnCli(['--version']).ended

  expect([exitCode, stdout, stderr]).toEqual([0, expect.stringMatching(/^\d+\.\d+\.\d+\n$/), ''])
})

test('a reader that goes away ends it quietly, as under | head', async () => {
  const { exitCode, stderr } = await inFolder(async (folder) => {
    writeFileSync(join(folder, 'raw'), LINE.repeat(20_000))
    const { child, ended } = spawnCli(['peek', 'raw'], { folder })
    await once(child.stdout!, 'data')
    child.stdout!.destroy()
    return ended
  })

  expect([exitCode, stderr]).toEqual([0, ''])
})

test('all of a long output arrives in a pipe', async () => {
  const { exitCode, stdout } = await inFolder((folder) => {
    writeFileSync(join(folder, 'raw'), LINE.repeat(2_000))
    return spawnCli(['peek', 'raw'], { folder }).ended
  })

  expect([exitCode, stdout.split('\n').length]).toEqual([0, 2_001])
})

test.each([
  ['SIGINT', 130],
  ['SIGTERM', 143],
  ['SIGHUP', 129],
] as const)('%s ends a command with exit code %i, also where it comes twice', async (signal, exitCode) => {
  const { child, ended } = spawnCli(['contracts', 'verify'])
  await once(child.stdout!, 'data')
  child.kill(signal)
  child.kill(signal)

  expect((await ended).exitCode).toBe(exitCode)
})
