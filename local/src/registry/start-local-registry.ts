import { createServer, type IncomingMessage, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { resolve } from 'node:path'
import { OrderUpError } from '@order-up/contracts'
import { RegistryAnswers, type RegistryRequest } from './registry-answers.ts'
import { SchemaStore } from './schema-store.ts'

export interface LocalRegistryOptions {
  /** Folder that keeps the schemas from one start to the next; made where it is missing. */
  readonly dataDir: string
  /** Port to listen on; any free one where none is given. */
  readonly port?: number
  readonly log: (line: string) => void
}

export interface LocalRegistry {
  readonly url: string
  stop(): Promise<void>
}

const MAX_BODY_BYTES = 1_048_576

/** The body as JSON; undefined where it is none, or too large. */
const bodyOf = async (request: IncomingMessage): Promise<unknown> => {
  const parts: Buffer[] = []
  let bytes = 0
  for await (const part of request as AsyncIterable<Buffer>) {
    bytes += part.length
    if (bytes <= MAX_BODY_BYTES) parts.push(part)
  }
  try {
    return bytes > MAX_BODY_BYTES ? undefined : JSON.parse(Buffer.concat(parts).toString())
  } catch {
    return undefined
  }
}

const requestOf = async (request: IncomingMessage): Promise<RegistryRequest> => {
  const { pathname } = new URL(request.url ?? '/', 'http://localhost')
  const path = pathname.split('/').filter((part) => part !== '')
  return { method: request.method ?? 'GET', path: path.map(decodeURIComponent), body: await bodyOf(request) }
}

const listening = (server: Server, port: number): Promise<number> =>
  new Promise((resolved, reject) => {
    server.once('error', (cause) => reject(new OrderUpError('OU1205', { detail: `${port}`, cause })))
    server.listen(port, '127.0.0.1', () => resolved((server.address() as AddressInfo).port))
  })

/**
 * Starts a schema registry in this process, for local work only: no login, one copy, Avro alone; but the ids, versions
 * and compatibility rules of a real one. What it has answered stays, also after a crash. Throws OU1205 (port taken).
 */
export const startLocalRegistry = async ({ dataDir, port = 0, log }: LocalRegistryOptions): Promise<LocalRegistry> => {
  const store = new SchemaStore(resolve(dataDir))
  const answers = new RegistryAnswers(store)
  const server = createServer(async (incoming, outgoing) => {
    const { status, body } = await requestOf(incoming).then((request) => answers.answer(request))
    outgoing.writeHead(status, { 'content-type': 'application/vnd.schemaregistry.v1+json' })
    outgoing.end(JSON.stringify(body))
  })
  const url = `http://127.0.0.1:${await listening(server, port)}`
  log(`schema registry at ${url}, for local work only`)
  return {
    url,
    stop: async () => {
      server.closeAllConnections()
      await new Promise((stopped) => server.close(stopped))
      store.close()
    },
  }
}
