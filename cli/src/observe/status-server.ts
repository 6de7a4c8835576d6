import { createServer, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { OrderUpError } from '@order-up/contracts'
import type { Registry } from 'prom-client'
import { type Health, healthOf, lookAt } from './health.ts'
import type { Vitals } from './vitals.ts'

export interface StatusServerOptions {
  /** 0 for any that is free. */
  readonly port: number
  readonly vitals: Vitals
  readonly metrics: Registry
  readonly nowMs: () => number
  /** What /statusz says beside phase and lags; asked each time. */
  readonly about: () => object
}

export interface StatusServer {
  readonly port: number
  close(): Promise<void>
}

const PROBES: Readonly<Record<string, keyof Health>> = { '/livez': 'live', '/readyz': 'ready', '/startupz': 'startup' }

const answer = (response: ServerResponse, status: number, type: string, body: string): void => {
  response.writeHead(status, { 'content-type': type, 'cache-control': 'no-store' }).end(body)
}

const respond = async (path: string, response: ServerResponse, options: StatusServerOptions): Promise<void> => {
  const { vitals, metrics, nowMs, about } = options
  if (path === '/metrics') return answer(response, 200, metrics.contentType, await metrics.metrics())
  const probe = Object.hasOwn(PROBES, path) ? PROBES[path] : undefined
  if (probe === undefined && path !== '/statusz') return answer(response, 404, 'text/plain', 'not found\n')
  const look = await lookAt(vitals)
  const health = healthOf(look, nowMs())
  if (probe === undefined)
    return answer(response, 200, 'application/json', JSON.stringify({ ...about(), ...look, health }))
  const reasons = health[probe]
  answer(
    response,
    reasons.length === 0 ? 200 : 503,
    'text/plain',
    `${reasons.length === 0 ? 'ok' : reasons.join('\n')}\n`,
  )
}

const listen = (server: Server, port: number): Promise<void> =>
  new Promise((resolve, reject) => {
    server.once('error', (cause) => reject(new OrderUpError('OU1205', { detail: `${port}`, cause })))
    server.listen(port, resolve)
  })

/**
 * Serves metrics (/metrics), health (/livez, /readyz, /startupz) and what is known (/statusz, JSON) on all interfaces,
 * by GET. Throws OU1205 where the port is taken.
 */
export const openStatusServer = async (options: StatusServerOptions): Promise<StatusServer> => {
  const server = createServer((request, response) => {
    if (request.method !== 'GET') return answer(response, 405, 'text/plain', 'GET only\n')
    const [path = ''] = (request.url ?? '').split('?')
    respond(path, response, options).catch((error: unknown) =>
      answer(response, 500, 'text/plain', `${error instanceof OrderUpError ? error.message : 'unexpected failure'}\n`),
    )
  })
  await listen(server, options.port)
  return {
    port: (server.address() as AddressInfo).port,
    close: async () => {
      const closed = new Promise((resolve) => server.close(resolve))
      server.closeAllConnections()
      await closed
    },
  }
}
