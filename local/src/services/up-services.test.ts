import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { writeServicesRecord } from './services-record.ts'
import { upServices } from './up-services.ts'

test('OU1107 a data folder keeps the registry that it was begun with: its ids stand in the topics', async () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'order-up-services-'))
  const keeper = { pid: process.pid, start: '1' }
  const addresses = { brokers: [], registryUrl: '', databaseUrl: '' }
  writeServicesRecord(dataDir, { keeper, ports: { kafka: 1, registry: 2, postgres: 3 }, addresses })
  const signal = new AbortController().signal

  const begun = upServices({ dataDir, registry: 'apicurio', signal, log: () => {} })

  await expect(begun).rejects.toMatchObject({ code: 'OU1107', message: expect.stringContaining('has local') })
  rmSync(dataDir, { recursive: true })
})
