import { connect } from 'node:net'

const METADATA = 3
const METADATA_VERSION = 1
const CLIENT_ID = 'order-up'
const ANSWER_MS = 2_000

/** A Metadata request for no topic: what every client asks first, whatever it wants to do next. */
export const metadataRequest = (): Buffer => {
  const clientId = Buffer.from(CLIENT_ID)
  const body = Buffer.alloc(10 + clientId.length + 4)
  body.writeInt16BE(METADATA, 0)
  body.writeInt16BE(METADATA_VERSION, 2)
  body.writeInt32BE(1, 4)
  body.writeInt16BE(clientId.length, 8)
  clientId.copy(body, 10)
  const length = Buffer.alloc(4)
  length.writeInt32BE(body.length)
  return Buffer.concat([length, body])
}

/** Brokers that an answer to `metadataRequest` lists; undefined while it has not arrived as a whole. */
export const brokersIn = (answer: Buffer): number | undefined =>
  answer.length < 12 || answer.length < 4 + answer.readInt32BE(0) ? undefined : answer.readInt32BE(8)

/** True where a broker at the port answers a client and has joined its cluster: it is listed by then, not before. */
export const brokerAnswers = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = connect({ port, host: '127.0.0.1' })
    let received = Buffer.alloc(0)
    const end = (answers: boolean): void => {
      socket.destroy()
      resolve(answers)
    }
    socket.setTimeout(ANSWER_MS, () => end(false))
    socket.once('error', () => end(false))
    socket.once('close', () => end(false))
    socket.once('connect', () => socket.write(metadataRequest()))
    socket.on('data', (data) => {
      received = Buffer.concat([received, data])
      const brokers = brokersIn(received)
      if (brokers !== undefined) end(brokers > 0)
    })
  })
