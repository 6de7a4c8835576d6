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

/** Where the records of one partition have got to. */
interface Fill {
  send: number
  records: number
  bytes: number
  /** Messages of its topic in that send. */
  messages: OutgoingMessage[]
}

/** True where another record of `bytes` would make a batch too large. */
const overflows = ({ records, bytes }: Fill, more: number): boolean =>
  records > 0 && (records >= MAX_RECORDS || bytes + more > MAX_BYTES)

/** A plan in the making; looked up by topic and then by partition, for a name of both would be made for each record. */
class Plan {
  readonly sends: Map<string, OutgoingMessage[]>[] = []
  readonly #fills = new Map<string, Fill[]>()

  add({ topic, partition, key, value, timestampMs }: Outgoing): void {
    const bytes = (key?.length ?? 0) + (value?.length ?? 0) + RECORD_OVERHEAD
    const fill = this.#fillFor(topic, partition, bytes)
    fill.records += 1
    fill.bytes += bytes
    fill.messages.push({ partition, key, value, timestamp: String(timestampMs) })
  }

  #fillFor(topic: string, partition: number, bytes: number): Fill {
    let fills = this.#fills.get(topic)
    if (fills === undefined) {
      fills = []
      this.#fills.set(topic, fills)
    }
    const last = fills[partition]
    if (last !== undefined && !overflows(last, bytes)) return last
    const send = last === undefined ? 0 : last.send + 1
    const fill = { send, records: 0, bytes: 0, messages: this.#messagesIn(send, topic) }
    fills[partition] = fill
    return fill
  }

  #messagesIn(at: number, topic: string): OutgoingMessage[] {
    const send = this.sends[at] ?? new Map<string, OutgoingMessage[]>()
    this.sends[at] = send
    const messages = send.get(topic) ?? []
    send.set(topic, messages)
    return messages
  }
}

/**
 * Cuts records into sends: at most 2,000 records or 768 KiB of a partition in each, the order within each partition kept.
 */
export const planSends = (records: readonly Outgoing[]): readonly Send[] => {
  const plan = new Plan()
  for (const record of records) plan.add(record)
  return plan.sends.map((send) => [...send].map(([topic, messages]) => ({ topic, messages })))
}
