import { type AddressInfo, connect, createServer, type Socket } from 'node:net'

/** What becomes of a request, or of its answer: it is let pass, it never arrives, or the connection is cut instead. */
export type Fate = 'pass' | 'swallow' | 'cut'

/** Requests of Kafka's protocol that tests tell apart. */
export const API = {
  produce: 0,
  fetch: 1,
  listOffsets: 2,
  metadata: 3,
  joinGroup: 11,
  heartbeat: 12,
  initProducerId: 22,
  addPartitions: 24,
  addOffsets: 25,
  endTransaction: 26,
  offsetCommit: 28,
} as const

/** Decides over requests, or over answers, by the API key of the request; told how many bytes the frame has. */
export type Rule = (apiKey: number, bytes: number) => Fate

export interface FaultyProxy {
  readonly port: number
  /** Replaces the rules; what is not given passes. */
  set(rules: { readonly request?: Rule; readonly answer?: Rule }): void
  /** Cuts every connection that there is. */
  cutAll(): void
  stop(): Promise<void>
}

const LENGTH_BYTES = 4

/** Cuts a stream into frames of the protocol: four bytes of length, then as many. */
const framed = (onFrame: (frame: Buffer) => void): ((data: Buffer) => void) => {
  let rest = Buffer.alloc(0)
  return (data) => {
    rest = Buffer.concat([rest, data])
    while (rest.length >= LENGTH_BYTES && rest.length >= LENGTH_BYTES + rest.readInt32BE(0)) {
      const end = LENGTH_BYTES + rest.readInt32BE(0)
      onFrame(rest.subarray(0, end))
      rest = rest.subarray(end)
    }
  }
}

/** Stands between a broker's listener at `target` and its clients. */
export const startFaultyProxy = async (target: number): Promise<FaultyProxy> => {
  let rules: { readonly request?: Rule; readonly answer?: Rule } = {}
  const sockets = new Set<Socket>()

  const join = (client: Socket): void => {
    const broker = connect(target, '127.0.0.1')
    const keys = new Map<number, number>()
    const cut = (): void => {
      client.destroy()
      broker.destroy()
    }
    const forward = (fate: Fate, to: Socket, frame: Buffer): void => {
      if (fate === 'cut') cut()
      else if (fate === 'pass') to.write(frame)
    }
    const onRequest = (frame: Buffer): void => {
      const apiKey = frame.readInt16BE(LENGTH_BYTES)
      keys.set(frame.readInt32BE(LENGTH_BYTES + 4), apiKey)
      forward(rules.request?.(apiKey, frame.length) ?? 'pass', broker, frame)
    }
    const onAnswer = (frame: Buffer): void => {
      const correlation = frame.readInt32BE(LENGTH_BYTES)
      const apiKey = keys.get(correlation) ?? -1
      keys.delete(correlation)
      forward(rules.answer?.(apiKey, frame.length) ?? 'pass', client, frame)
    }
    for (const socket of [client, broker]) {
      sockets.add(socket)
      socket.setNoDelay(true)
      socket.on('error', cut)
      socket.on('close', () => {
        sockets.delete(socket)
        cut()
      })
    }
    client.on('data', framed(onRequest))
    broker.on('data', framed(onAnswer))
  }

  const server = createServer(join)
  await new Promise<void>((listening) => {
    server.listen(0, '127.0.0.1', listening)
  })
  const cutAll = (): void => {
    for (const socket of sockets) socket.destroy()
  }
  return {
    port: (server.address() as AddressInfo).port,
    set: (next) => {
      rules = next
    },
    cutAll,
    stop: async () => {
      cutAll()
      await new Promise((closed) => server.close(closed))
    },
  }
}
