import { resolve } from 'node:path'
import { defineCommand } from '../command.ts'
import { exportLines } from '../services/export-lines.ts'
import { servicesFolderSetting } from './services-folder-setting.ts'

export const up = defineCommand({
  words: ['up'],
  summary: 'starts a local Kafka, schema registry and PostgreSQL, prints their addresses, and leaves them running',
  examples: [
    { does: 'start them, and let this shell know where they are', line: 'eval "$(order-up up)"' },
    { does: 'a second set of its own', line: 'order-up up --data-dir ./second' },
  ],
  arguments: [],
  settings: { dataDir: servicesFolderSetting },
  async run({ dataDir }, { terminal, folder, signal }) {
    const { upServices } = await import('@order-up/local')
    const addresses = await upServices({ dataDir: resolve(folder, dataDir), log: terminal.note, signal })
    await terminal.reveal(exportLines(addresses))
    return 0
  },
})
