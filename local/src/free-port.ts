import { createServer } from 'node:net'
import { OrderUpError } from '@order-up/contracts'

/** Listens on `port` of 127.0.0.1 for a moment; resolves with the port it was given (any, where `port` is 0). */
const listenOnce = (port: number): Promise<number> =>
  new Promise((resolve, reject) => {
    const server = createServer()
    server.once('error', reject)
    server.listen(port, '127.0.0.1', () => {
      const address = server.address()
      server.close(() => resolve(typeof address === 'object' && address !== null ? address.port : port))
    })
  })

/** Gives out what `next` resolves with, each value once. */
export const eachOnce = <T>(next: () => Promise<T>): (() => Promise<T>) => {
  const given = new Set<T>()
  const once = async (): Promise<T> => {
    const value = await next()
    if (given.has(value)) return once()
    given.add(value)
    return value
  }
  return once
}

/** A system may give a port again at once, before whoever asked for it listens there. */
const anyPort = eachOnce(() => listenOnce(0))

/**
 * A port of 127.0.0.1 that nobody listens on: `port`, or any where none is given, another one each time in this process.
 * Rejects with OU1205 where it is taken.
 */
export const freePort = (port = 0): Promise<number> =>
  (port === 0 ? anyPort() : listenOnce(port)).catch((cause: unknown) => {
    throw new OrderUpError('OU1205', { detail: `${port}`, cause })
  })
