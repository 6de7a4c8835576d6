import { once } from 'node:events'
import { type AddressInfo, connect, createServer, type Socket } from 'node:net'
import type { Cut } from '@order-up/contracts/kit'
import type { DatabaseAddress } from '../postgres/connection.ts'

export interface CuttingProxy {
  /** The database behind the proxy. */
  readonly address: DatabaseAddress
  /** Requests so far, over all connections. */
  readonly requests: number
  close(): Promise<void>
}

/** Ends of a request in the client's protocol: Query, and the Sync behind an extended query. */
const REQUESTS = new Set(['Q', 'S'].map((type) => type.charCodeAt(0)))
const READY_FOR_QUERY = Buffer.from([0x5a, 0, 0, 0, 5])

/** Calls `message` for each whole message of a client's stream; the first, which starts it, has no type. */
const messagesOf = (message: (type: number, bytes: Buffer) => void) => {
  let pending = Buffer.alloc(0)
  let started = false
  return (data: Buffer): void => {
    pending = Buffer.concat([pending, data])
    for (;;) {
      const head = started ? 1 : 0
      if (pending.length < head + 4 || pending.length < head + pending.readUInt32BE(head)) return
      const length = head + pending.readUInt32BE(head)
      message(started ? pending[0]! : 0, pending.subarray(0, length))
      pending = pending.subarray(length)
      started = true
    }
  }
}

/** Forwards to the database at `url`, and breaks the connection at the requests that `cut` names, counted from 0. */
export const cuttingProxy = async (url: string, cut: (request: number) => Cut | undefined): Promise<CuttingProxy> => {
  const target = new URL(url)
  const sockets = new Set<Socket>()
  let requests = 0

  const join = (client: Socket): void => {
    const server = connect(Number(target.port), target.hostname)
    const breakOff = (): void => {
      client.destroy()
      server.destroy()
    }
    let swallowing = false
    for (const socket of [client, server]) {
      sockets.add(socket)
      socket.on('error', breakOff)
      socket.on('close', breakOff)
    }
    const forward = messagesOf((type, bytes) => {
      const fate = REQUESTS.has(type) ? cut(requests) : undefined
      if (REQUESTS.has(type)) requests += 1
      swallowing ||= fate === 'after'
      if (fate === 'before') breakOff()
      else server.write(bytes)
    })
    client.on('data', forward)
    server.on('data', (data) => {
      if (!swallowing) client.write(data)
      else if (data.includes(READY_FOR_QUERY)) breakOff()
    })
  }

  const listener = createServer(join).listen(0, '127.0.0.1')
  await once(listener, 'listening')
  const behind = new URL(url)
  behind.host = `127.0.0.1:${(listener.address() as AddressInfo).port}`
  return {
    address: { connectionString: behind.href },
    get requests() {
      return requests
    },
    close: async () => {
      for (const socket of sockets) socket.destroy()
      listener.close()
      await once(listener, 'close')
    },
  }
}
