import net from 'node:net'
import tls from 'node:tls'
import kafkajs, { type ISocketFactory, type Kafka, type KafkaConfig, type LogEntry, type SASLOptions } from 'kafkajs'
import type { KafkaConnection, KafkaTimings } from './connection.ts'

export interface ClientOptions {
  readonly connection: KafkaConnection
  readonly timings: KafkaTimings
  /** Told what the client library complains about, a line at a time. */
  readonly log: (line: string) => void
}

const CONNECT_MS = 3_000
const KEEP_ALIVE_MS = 60_000

/** Sockets that send at once: with Nagle's algorithm a small request waits for the answer to the one before. */
const socketFactory: ISocketFactory = ({ host, port, ssl, onConnect }) => {
  const name = net.isIP(host) === 0 ? { servername: host } : {}
  const socket = ssl ? tls.connect({ host, port, ...name, ...ssl }, onConnect) : net.connect({ host, port }, onConnect)
  socket.setNoDelay(true)
  socket.setKeepAlive(true, KEEP_ALIVE_MS)
  return socket
}

/** Parts of what the library logs as errors though they belong to normal work: it, or we, try again. */
const ROUTINE = [
  'rebalanc',
  'another concurrent operation on the same transaction',
  'not aware of this member',
  'needs to have a valid member id',
  'Restarting the consumer',
  'Failed to connect to seed broker',
  'coordinator is not available',
  'coordinator is loading',
  'not the correct coordinator',
]

const isRoutine = (text: string): boolean => ROUTINE.some((part) => text.includes(part))

const lineOf = ({ namespace, log }: LogEntry): string => {
  const { message, error } = log as { readonly message: string; readonly error?: unknown }
  return `kafka client, ${namespace || 'general'}: ${message}${typeof error === 'string' ? `: ${error}` : ''}`
}

/** A client of its own: two consumers that share one also share what they take for committed offsets. */
export const kafkaClient = ({ connection, timings, log }: ClientOptions): Kafka => {
  const config: KafkaConfig = {
    clientId: 'order-up',
    brokers: [...connection.brokers],
    ...(connection.ssl === undefined ? {} : { ssl: tlsOptions(connection.ssl) }),
    ...(connection.sasl === undefined ? {} : { sasl: connection.sasl as SASLOptions }),
    connectionTimeout: CONNECT_MS,
    requestTimeout: timings.requestMs,
    enforceRequestTimeout: true,
    // A transaction waits here for the one before it to be wound up, which takes a few milliseconds.
    retry: { initialRetryTime: 20, maxRetryTime: 500, retries: 8 },
    socketFactory,
    logLevel: kafkajs.logLevel.ERROR,
    logCreator: () => (entry) => {
      const line = lineOf(entry)
      if (!isRoutine(line)) log(line)
    },
  }
  return new kafkajs.Kafka(config)
}

const tlsOptions = (ssl: NonNullable<KafkaConnection['ssl']>): tls.ConnectionOptions => (ssl === true ? {} : ssl)
