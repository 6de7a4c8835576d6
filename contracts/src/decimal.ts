/**
 * Decimals on the wire (T2, T6): two's complement, big-endian, in the shortest form of at least one byte when written,
 * of any length when read; no bytes are 0.
 */

const byteLength = (minor: number): number => {
  let bytes = 1
  for (let limit = 128; minor >= limit || minor < -limit; limit *= 256) bytes += 1
  return bytes
}

/** The shortest two's complement of `minor`, a safe integer (T6). */
export const encodeDecimal = (minor: number): Buffer => {
  const length = byteLength(minor)
  const bytes = Buffer.allocUnsafe(length)
  let rest = minor
  for (let at = length - 1; at >= 0; at -= 1) {
    const low = ((rest % 256) + 256) % 256
    bytes[at] = low
    rest = (rest - low) / 256
  }
  return bytes
}

/**
 * The value of `bytes[start, end)` read as two's complement of any length (T2). Plus or minus infinity beyond the safe
 * integers, so that a range rule refuses it.
 */
export const decodeDecimal = (bytes: Uint8Array, start: number, end: number): number => {
  if (start === end) return 0
  const negative = (bytes[start] as number) >= 128
  const fill = negative ? 255 : 0
  let at = start
  while (at < end - 1 && bytes[at] === fill) at += 1
  if (end - at > 8) return negative ? -Infinity : Infinity
  let magnitude = 0
  for (; at < end; at += 1)
    magnitude = magnitude * 256 + (negative ? 255 - (bytes[at] as number) : (bytes[at] as number))
  const value = negative ? -magnitude - 1 : magnitude
  return Number.isSafeInteger(value) ? value : negative ? -Infinity : Infinity
}
