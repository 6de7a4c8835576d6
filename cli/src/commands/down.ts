import { resolve } from 'node:path'
import { defineCommand } from '../command.ts'
import { given } from '../config/setting-kinds.ts'
import { servicesFolderSetting } from './services-folder-setting.ts'

export const down = defineCommand({
  words: ['down'],
  summary: 'stops what up started; the data stays',
  examples: [
    { does: 'stop them', line: 'order-up down' },
    { does: 'stop them and remove topics, schemas and tables', line: 'order-up down --wipe' },
  ],
  arguments: [],
  settings: { dataDir: servicesFolderSetting, wipe: given('remove the data too') },
  async run({ dataDir, wipe }, { terminal, folder, signal }) {
    const { downServices } = await import('@order-up/local')
    const path = resolve(folder, dataDir)
    const outcome = await downServices({ dataDir: path, wipe, log: terminal.note, signal })
    const data = outcome === 'never started' ? '' : `; the data ${wipe ? 'is gone' : 'stays'}`
    terminal.note(`services in ${path}: ${outcome}${data}`)
    return 0
  },
})
