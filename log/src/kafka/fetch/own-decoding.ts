import { AsyncLocalStorage } from 'node:async_hooks'
import { createRequire } from 'node:module'
import { readFetchResponse } from './fetch-response.ts'

/** How kafkajs 2.2.4 decodes the answer to a fetch; looked up anew for each answer. */
interface ResponseCodec {
  decode(payload: Buffer): Promise<unknown>
}

const RESPONSE = 'kafkajs/src/protocol/requests/fetch/v11/response.js'
const codec = createRequire(import.meta.url)(RESPONSE) as ResponseCodec
const ours = new AsyncLocalStorage<true>()
const theirs = codec.decode

codec.decode = async (payload) => (ours.getStore() ? readFetchResponse(payload) : theirs(payload))

/**
 * Starts a consumer whose fetches we decode ourselves; other consumers of kafkajs in the process are not touched. What
 * kafkajs does itself lets records of aborted transactions through where two of them overlap, dies of a batch of more
 * than some 120,000 records, and does not say which offsets it has passed over (docs/decisions/005).
 */
export const withOwnDecoding = <T>(start: () => Promise<T>): Promise<T> => ours.run(true, start)
