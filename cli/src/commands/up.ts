import { resolve } from 'node:path'
import { defineCommand } from '../command.ts'
import { exportLines } from '../services/export-lines.ts'
import { registrySetting } from './registry-setting.ts'
import { servicesFolderSetting } from './services-folder-setting.ts'

export const up = defineCommand({
  words: ['up'],
  summary: 'starts a local Kafka, schema registry and PostgreSQL, prints their addresses, and leaves them running',
  examples: [
    { does: 'start them, and let this shell know where they are', line: 'eval "$(order-up up)"' },
    { does: 'a second set of its own', line: 'order-up up --data-dir ./second' },
    { does: 'with Apicurio Registry, which needs Java 21', line: 'order-up up --registry apicurio' },
  ],
  arguments: [],
  settings: { dataDir: servicesFolderSetting, registry: registrySetting },
  async run({ dataDir, registry }, { terminal, folder, signal }) {
    const { upServices } = await import('@order-up/local')
    const addresses = await upServices({
      dataDir: resolve(folder, dataDir),
      log: terminal.note,
      signal,
      ...(registry && { registry }),
    })
    await terminal.reveal(exportLines(addresses))
    return 0
  },
})
