import { resolve } from 'node:path'
import { defineCommand } from '../command.ts'
import { exportLines } from '../services/export-lines.ts'
import { registrySetting } from './registry-setting.ts'
import { servicesFolderSetting } from './services-folder-setting.ts'
import { servicesSetting } from './services-setting.ts'

export const up = defineCommand({
  words: ['up'],
  summary: 'starts a local Kafka, schema registry and PostgreSQL, prints their addresses, and leaves them running',
  examples: [
    { does: 'start them, and let this shell know where they are', line: 'eval "$(order-up up)"' },
    { does: 'a second set of its own', line: 'order-up up --data-dir ./second' },
    { does: 'without Docker, though it answers; needs Java 17', line: 'order-up up --services java' },
    { does: 'with Apicurio Registry, without Docker; needs Java 21', line: 'order-up up --registry apicurio' },
  ],
  arguments: [],
  settings: { dataDir: servicesFolderSetting, services: servicesSetting, registry: registrySetting },
  async run({ dataDir, services, registry }, { terminal, folder, signal }) {
    const { upServices } = await import('@order-up/local')
    const addresses = await upServices({
      dataDir: resolve(folder, dataDir),
      log: terminal.note,
      signal,
      ...(services && { services }),
      ...(registry && { registry }),
    })
    await terminal.reveal(exportLines(addresses))
    return 0
  },
})
