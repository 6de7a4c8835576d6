import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { StopSignal } from '../stop-signals.ts'
import { captureCli, inFolder } from '../testing/capture-cli.ts'

test('down heeds a signal before Docker, which may never answer', () =>
  inFolder(async (folder) => {
    const record = { way: 'docker', project: 'begun', host: 'unix:///nowhere.sock', ports: {}, addresses: {} }
    writeFileSync(join(folder, 'services.json'), JSON.stringify(record))
    const stopped = new AbortController()
    stopped.abort(new StopSignal('SIGINT'))

    const captured = await captureCli(['down', '--data-dir', '.'], { folder, signal: stopped.signal })

    expect(captured).toEqual({ exitCode: 130, stdout: '', stderr: '' })
  }))
