import type { StateCodec } from '@order-up/engine-core'

const PRESENT = Buffer.from([1])

/** For keys that say all by being there. */
export const presenceCodec: StateCodec<true> = { encodeBody: () => PRESENT, decodeBody: () => true }
