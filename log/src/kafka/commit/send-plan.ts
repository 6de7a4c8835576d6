/** A record on its way to the broker. */
export interface Outgoing {
  /** By the broker's name. */
  readonly topic: string
  readonly partition: number
  readonly key: Buffer | null
  readonly value: Buffer | null
  readonly timestampMs: number
}

/** A record as kafkajs takes it. */
export interface OutgoingMessage {
  readonly partition: number
  readonly key: Buffer | null
  readonly value: Buffer | null
  readonly timestamp: string
}

/** What goes into one `sendBatch`. */
export type Send = readonly { readonly topic: string; readonly messages: OutgoingMessage[] }[]

/** The client copies the records of a partition anew for each of them, so that a send's cost grows with their square. */
const MAX_RECORDS = 2_000
/** The broker takes batches of 1 MiB; a larger record goes alone. */
const MAX_BYTES = 786_432
/** What a record needs beside its key and value, at most. */
const RECORD_OVERHEAD = 32

interface Fill {
  send: number
  records: number
  bytes: number
}

/** True where another record of `bytes` would make a batch too large. */
const overflows = ({ records, bytes }: Fill, more: number): boolean =>
  records > 0 && (records >= MAX_RECORDS || bytes + more > MAX_BYTES)

/**
 * Cuts records into sends: at most 2,000 records or 768 KiB of a partition in each, the order within each partition kept.
 */
export const planSends = (records: readonly Outgoing[]): readonly Send[] => {
  const sends: Map<string, OutgoingMessage[]>[] = []
  const fills = new Map<string, Fill>()
  for (const { topic, partition, key, value, timestampMs } of records) {
    const name = `${topic}/${partition}`
    const bytes = (key?.length ?? 0) + (value?.length ?? 0) + RECORD_OVERHEAD
    let fill = fills.get(name)
    if (fill === undefined || overflows(fill, bytes)) {
      fill = { send: fill === undefined ? 0 : fill.send + 1, records: 0, bytes: 0 }
      fills.set(name, fill)
    }
    fill.records += 1
    fill.bytes += bytes
    const send = sends[fill.send] ?? new Map<string, OutgoingMessage[]>()
    sends[fill.send] = send
    const messages = send.get(topic) ?? []
    send.set(topic, messages)
    messages.push({ partition, key, value, timestamp: String(timestampMs) })
  }
  return sends.map((send) => [...send].map(([topic, messages]) => ({ topic, messages })))
}
