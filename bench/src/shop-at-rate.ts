import type { RawAppend } from '@order-up/contracts'
import { type GeneratorInput, generateOrders } from '@order-up/producer'

/** What the shop is like, and how many records fall due in a second from `startMs` on. */
export interface ShopAtRate extends GeneratorInput {
  readonly startMs: number
  readonly recordsPerSecond: number
}

/** A shop's records, each dated at the moment at which it is due. */
export function* shopAtRate({ startMs, recordsPerSecond, ...shop }: ShopAtRate): Generator<RawAppend> {
  let index = 0
  for (const record of generateOrders({ ...shop, malformed: 0, ratePerSecond: 5 })) {
    yield { ...record, timestampMs: startMs + Math.floor((index * 1_000) / recordsPerSecond) }
    index += 1
  }
}
