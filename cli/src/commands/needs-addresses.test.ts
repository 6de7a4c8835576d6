import { captureCli } from '../testing/capture-cli.ts'

const KAFKA = { KAFKA_BROKERS: '127.0.0.1:1' }
const REGISTRY = { SCHEMA_REGISTRY_URL: 'http://127.0.0.1:1' }

const firstLine = async (words: string, environment: Record<string, string>): Promise<readonly unknown[]> => {
  const { exitCode, stdout, stderr } = await captureCli(words.split(' '), { environment })
  return [exitCode, stdout, stderr.split('\n').find((line) => line.startsWith('error'))]
}

test.each(['topics create', 'produce orders', 'produce file some.jsonl', 'engine run', 'peek orders.metrics'])(
  '%s without brokers is a failure of configuration, which says what to set',
  async (words) => {
    const { exitCode, stderr } = await captureCli(words.split(' '), { environment: REGISTRY })

    expect([exitCode, stderr]).toEqual([2, expect.stringContaining('KAFKA_BROKERS is not set')])
    expect(stderr).toContain('hint: set it, or run eval "$(order-up up)"')
  },
)

test('the registry and the database are asked for in the same way', async () => {
  expect([
    await firstLine('contracts register', KAFKA),
    await firstLine('sink run', { ...KAFKA, ...REGISTRY }),
  ]).toEqual([
    [2, '', 'error[OU1002] option has no valid value: SCHEMA_REGISTRY_URL is not set'],
    [2, '', 'error[OU1002] option has no valid value: DATABASE_URL is not set'],
  ])
})

test('a broker or a registry that does not answer ends the command with exit code 3', async () => {
  expect(await Promise.all([firstLine('topics create', KAFKA), firstLine('contracts register', REGISTRY)])).toEqual([
    [3, '', expect.stringMatching(/^error\[OU1203\] broker not reachable: .*127\.0\.0\.1:1/)],
    [3, '', expect.stringMatching(/^error\[OU1208\] schema registry not reachable: .*127\.0\.0\.1:1/)],
  ])
})

test('where nothing was ever started, status says so with exit code 3, and down has nothing to stop', async () => {
  const status = await captureCli(['status', '--data-dir', 'no-such-folder'])
  const down = await captureCli(['down', '--data-dir', 'no-such-folder', '--wipe'])

  expect([status.exitCode, status.stdout, status.stderr]).toEqual([3, '', expect.stringContaining('nothing was ever')])
  expect([down.exitCode, down.stdout, down.stderr]).toEqual([0, '', expect.stringMatching(/: never started\n$/)])
})
