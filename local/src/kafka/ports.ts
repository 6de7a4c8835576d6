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

/** A port of 127.0.0.1 that nobody listens on: `port`, or any where none is given. Rejects with OU1205 where it is taken. */
export const freePort = (port = 0): Promise<number> =>
  listenOnce(port).catch((cause: unknown) => {
    throw new OrderUpError('OU1205', { detail: `${port}`, cause })
  })
