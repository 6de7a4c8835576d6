import { type AbortedTransaction, type FetchedRecords, readRecordBatches } from './record-batches.ts'
import { WireReader } from './wire-reader.ts'

/** What a fetch of one partition came to; an exception while its records were read stands in their place. */
export interface FetchedPartition {
  readonly fetched: FetchedRecords | { readonly failure: unknown }
}

/** What kafkajs takes for a message: it looks at these fields alone, and hands the whole of it to the batch handler. */
interface StandIn extends FetchedPartition {
  readonly offset: string
  readonly isControlRecord: false
  readonly batchContext: object
}

/** A fetch response as kafkajs 2.2.4 wants it. */
interface FetchResponse {
  readonly throttleTime: number
  readonly clientSideThrottleTime: number
  readonly errorCode: number
  readonly sessionId: number
  readonly responses: readonly { readonly topicName: string | null; readonly partitions: readonly object[] }[]
}

const standIn = (bytes: Buffer | null, aborted: readonly AbortedTransaction[], from: number): readonly StandIn[] => {
  const message = { isControlRecord: false, batchContext: {} } as const
  try {
    const fetched = readRecordBatches(bytes ?? Buffer.alloc(0), aborted)
    return fetched === undefined ? [] : [{ ...message, offset: String(fetched.nextOffset - 1), fetched }]
  } catch (failure) {
    return [{ ...message, offset: String(from), fetched: { failure } }]
  }
}

const readPartition = (reader: WireReader): object => {
  const partition = reader.int32()
  const errorCode = reader.int16()
  const highWatermark = reader.int64()
  const lastStableOffset = reader.int64()
  const logStartOffset = reader.int64()
  const aborted = reader.array(() => ({ producerId: reader.int64(), firstOffset: reader.int64() }))
  const preferredReadReplica = reader.int32()
  const bytes = reader.view(reader.int32())
  return {
    partition,
    errorCode,
    highWatermark: String(highWatermark),
    lastStableOffset: String(lastStableOffset),
    lastStartOffset: String(logStartOffset),
    // What was aborted has been left out already.
    abortedTransactions: [],
    preferredReadReplica,
    messages: standIn(bytes, aborted, highWatermark),
  }
}

/** Reads a fetch response (version 11): one stand-in for all records of a partition, instead of one message for each. */
export const readFetchResponse = (payload: Buffer): FetchResponse => {
  const reader = new WireReader(payload)
  const clientSideThrottleTime = reader.int32()
  const errorCode = reader.int16()
  const sessionId = reader.int32()
  const responses = reader.array(() => ({
    topicName: reader.string(),
    partitions: reader.array(() => readPartition(reader)),
  }))
  return { throttleTime: 0, clientSideThrottleTime, errorCode, sessionId, responses }
}
