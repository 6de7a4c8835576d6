import { spawnSync } from 'node:child_process'
import { exportLines } from './export-lines.ts'

test('a shell reads every address as it is, whatever characters it holds', () => {
  const databaseUrl = `postgres://me:it's $HOME "x"@db/orders?a=b&c`
  const lines = exportLines({ brokers: ['a:1', 'b:2'], registryUrl: 'http://r:3', databaseUrl })

  const shown = spawnSync(
    'sh',
    ['-c', `${lines}\nprintf '%s|%s|%s' "$KAFKA_BROKERS" "$SCHEMA_REGISTRY_URL" "$DATABASE_URL"`],
    {
      encoding: 'utf8',
    },
  )

  expect(shown.stdout).toBe(`a:1,b:2|http://r:3|${databaseUrl}`)
})
