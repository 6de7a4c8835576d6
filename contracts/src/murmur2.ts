const M = 0x5bd1e995
const SEED = 0x9747b28c

const mix = (k: number): number => {
  const first = Math.imul(k, M)
  return Math.imul(first ^ (first >>> 24), M)
}

/** murmur2 of `bytes`, as the Java client computes it: a signed 32-bit integer. */
export const murmur2 = (bytes: Uint8Array): number => {
  const length = bytes.length
  const whole = length & ~3
  let hash = SEED ^ length
  for (let at = 0; at < whole; at += 4) {
    const word = bytes[at]! | (bytes[at + 1]! << 8) | (bytes[at + 2]! << 16) | (bytes[at + 3]! << 24)
    hash = Math.imul(hash, M) ^ mix(word)
  }
  const rest = length - whole
  if (rest === 3) hash ^= bytes[whole + 2]! << 16
  if (rest >= 2) hash ^= bytes[whole + 1]! << 8
  if (rest >= 1) hash = Math.imul(hash ^ bytes[whole]!, M)
  hash = Math.imul(hash ^ (hash >>> 13), M)
  return hash ^ (hash >>> 15)
}

/** The partition of `key` among `partitions`, as the Java client's default partitioner chooses it. */
export const partitionOf = (key: Uint8Array, partitions: number): number => (murmur2(key) & 0x7fffffff) % partitions
