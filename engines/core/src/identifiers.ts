const ID = /^[A-Za-z0-9][A-Za-z0-9._:-]{0,63}$/
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/

/** True for an order_id or customer_id of the permitted form (V5). */
export const isId = (text: string): boolean => ID.test(text)

/** True for an event_id of the permitted form: 8-4-4-4-12 lower-case hex (V5). */
export const isEventId = (text: string): boolean => UUID.test(text)

const MAX_NAME_BYTES = 64
const REPLACEMENT = 0xfffd
const PIPE = 0x7c

const utf8Bytes = (unit: number): number =>
  unit < 0x80 ? 1 : unit < 0x800 || (unit >= 0xd800 && unit <= 0xdfff) ? 2 : 3

/**
 * True for a product_id or category: 1 to 64 UTF-8 bytes without `|`, U+FFFD or a character below U+0020 (V6). Expects
 * well-formed text, as decoding yields it: a surrogate pair counts 4 bytes.
 */
export const isItemName = (text: string): boolean => {
  let bytes = 0
  for (let at = 0; at < text.length; at += 1) {
    const unit = text.charCodeAt(at)
    if (unit < 0x20 || unit === PIPE || unit === REPLACEMENT) return false
    bytes += utf8Bytes(unit)
  }
  return bytes > 0 && bytes <= MAX_NAME_BYTES
}

/** True where the bytes of `key` are `id`, which is ASCII (V5, KEY_MISMATCH). */
export const keyEquals = (key: Buffer | null, id: string): boolean => {
  if (key === null || key.length !== id.length) return false
  for (let at = 0; at < key.length; at += 1) if (key[at] !== id.charCodeAt(at)) return false
  return true
}
