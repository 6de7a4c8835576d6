import type { RawWriter } from '@order-up/contracts'
import { wallClock } from '@order-up/contracts/kit'
import { atRate, generateOrders, produce } from '@order-up/producer'

/** Raw records on their way, without an end. */
export interface Feed {
  /** Stops, and resolves with the number of records that have been appended. */
  stop(): Promise<number>
}

export interface FeedOptions {
  readonly writer: RawWriter
  readonly seed: number
  readonly ratePerSecond: number
}

/** Appends the orders of a shop, with every trouble that it has, as fast as asked for. */
export const startFeed = ({ writer, seed, ratePerSecond }: FeedOptions): Feed => {
  const { partitions, schemaId } = writer
  const stop = new AbortController()
  const records = generateOrders({ partitions, schemaId, seed })
  const produced = produce({ records, writer, pace: atRate(ratePerSecond), clock: wallClock, signal: stop.signal })
  produced.catch(() => {})
  return {
    stop: async () => {
      stop.abort()
      return (await produced).records
    },
  }
}
