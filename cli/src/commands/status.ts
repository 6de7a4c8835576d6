import { resolve } from 'node:path'
import { EXIT } from '@order-up/contracts'
import { defineCommand } from '../command.ts'
import { given } from '../config/setting-kinds.ts'
import { alignRows } from '../terminal/align.ts'
import { servicesFolderSetting } from './services-folder-setting.ts'

export const status = defineCommand({
  words: ['status'],
  summary: 'shows which of the services that up started answer; exit code 3 unless all do',
  examples: [
    { does: 'look at them', line: 'order-up status' },
    { does: 'the same for a program', line: 'order-up status --json' },
  ],
  arguments: [],
  settings: { dataDir: servicesFolderSetting, json: given('print one JSON document') },
  async run({ dataDir, json }, { terminal, folder }) {
    const { probeServices } = await import('@order-up/local')
    const path = resolve(folder, dataDir)
    const services = await probeServices(path)
    const ok = services.length > 0 && services.every(({ answers }) => answers)
    const rows = services.map(({ name, address, answers }) => [
      answers ? terminal.paint('green', 'up') : terminal.paint('red', 'down'),
      name,
      address,
    ])
    if (json) await terminal.printDocument({ ok, dataDir: path, services })
    else if (rows.length > 0) await terminal.print(alignRows(rows, ['left', 'left', 'left']).join('\n'))
    if (rows.length === 0) terminal.note(`nothing was ever started in ${path}; see order-up up --help`)
    return ok ? 0 : EXIT.unreachable
  },
})
