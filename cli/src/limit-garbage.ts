import { setFlagsFromString } from 'node:v8'

/** Most garbage in the heap, in per cent of what lives there. */
const GARBAGE_PERCENT = 100

/**
 * Lets the heap of this process grow to twice what lives in it, and no further, before it is collected. V8 by itself
 * waits longer the slower garbage comes. What an engine leaves behind is nearly all of it old: it has lived as long as
 * its step, so that the collections of young objects pass it by (bench/BENCHMARKS.md, kafka-rate).
 */
export const limitGarbage = (): void => setFlagsFromString(`--heap-growing-percent=${GARBAGE_PERCENT}`)
