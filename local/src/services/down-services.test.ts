import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { findProcess } from '../postgres/process-table.ts'
import { downServices } from './down-services.ts'
import { writeServicesRecord } from './services-record.ts'

const silent = { log: (): void => {} }

test('a process that is not the one of the record, or not our program, is never stopped', async () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'order-up-services-'))
  const stranger = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)', dataDir])
  const { pid, start } = (await findProcess(stranger.pid as number))!
  const ports = { kafka: 1, registry: 2, postgres: 3 }
  const addresses = { brokers: [], registryUrl: '', databaseUrl: '' }

  const stopped: string[] = []
  for (const keeper of [
    { pid, start },
    { pid, start: '1' },
  ]) {
    writeServicesRecord(dataDir, { keeper, ports, addresses })
    stopped.push(await downServices({ dataDir, ...silent }))
  }

  const lives = (await findProcess(pid))?.start === start
  stranger.kill('SIGKILL')
  rmSync(dataDir, { recursive: true, force: true })
  expect([stopped, lives]).toEqual([['not running', 'not running'], true])
})
