import { inspect } from 'node:util'
import { OrderUpError } from '@order-up/contracts'
import { markOf } from '../kafka/broker-record.ts'
import type { KeeperMessage } from './keeper-message.ts'
import type { RegistryName } from './service-addresses.ts'
import { readServicesRecord, writeServicesRecord } from './services-record.ts'
import { startServices } from './start-services.ts'

/** The process that runs the services of one data folder, until it is told to end. */
const dataDir = process.argv[2] as string
const registry = process.argv[3] as RegistryName
const told = new AbortController()
const stop = (): void => told.abort()
process.on('SIGTERM', stop)
process.on('SIGINT', stop)
// Who started us has gone before we were ready: nobody would know of us.
process.once('disconnect', stop)

const tell = (message: KeeperMessage): void => {
  if (process.connected) process.send?.(message, undefined, undefined, () => {})
}

try {
  const ports = readServicesRecord(dataDir)?.ports
  const log = (line: string): void => tell({ kind: 'progress', line })
  const services = await startServices({ dataDir, registry, log, ...(ports && { ports }) })
  if (!told.signal.aborted) {
    const keeper = (await markOf(process.pid)) as NonNullable<Awaited<ReturnType<typeof markOf>>>
    writeServicesRecord(dataDir, { keeper, ports: services.ports, registry, addresses: services.addresses })
    process.off('disconnect', stop)
    tell({ kind: 'ready' })
    await new Promise<void>((resolve) => {
      told.signal.addEventListener('abort', () => resolve())
      if (told.signal.aborted) resolve()
    })
  }
  await services.stop()
  process.exit(0)
} catch (error) {
  process.stderr.write(`${inspect(error)}\n`)
  const known = error instanceof OrderUpError
  tell({ kind: 'failed', code: known ? error.code : 'OU7001', message: (error as Error).message })
  process.exitCode = 1
  if (process.connected) process.disconnect()
}
