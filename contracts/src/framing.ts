/** Confluent framing: byte 0, a four-byte schema id, then the Avro body. */

/** Bytes before the body. */
export const FRAME_BYTES = 5

/** Greatest schema id that a registry can hand out; greater ones are unknown without asking (V3). */
export const MAX_SCHEMA_ID = 2_147_483_647

/** Writes the frame's head at `at`; the body follows at `at + FRAME_BYTES`. */
export const writeFrame = (into: Buffer, at: number, schemaId: number): void => {
  into[at] = 0
  into.writeUInt32BE(schemaId, at + 1)
}

/** `body` behind the frame's head. */
export const frame = (schemaId: number, body: Uint8Array): Buffer => {
  const framed = Buffer.allocUnsafe(FRAME_BYTES + body.length)
  writeFrame(framed, 0, schemaId)
  framed.set(body, FRAME_BYTES)
  return framed
}

/** True where `value` can be framed Avro: at least 6 bytes, the first of them 0 (V2). */
export const isFramed = (value: Uint8Array): boolean => value.length > FRAME_BYTES && value[0] === 0

/** Schema id of a framed value. */
export const schemaIdOf = (value: Buffer): number => value.readUInt32BE(1)
