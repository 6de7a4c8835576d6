import { frame, isFramed, MAX_SCHEMA_ID, schemaIdOf } from './framing.ts'

test('V2 a frame is byte 0, the id in four bytes, big-endian, and the body', () => {
  const framed = frame(258, Buffer.of(9))

  expect([framed.toString('hex'), schemaIdOf(framed), isFramed(framed)]).toEqual(['000000010209', 258, true])
})

test('V2 fewer than 6 bytes, or a first byte that is not 0, are no frame', () => {
  const values = ['', '00', '0000000001', '010000000109', '000000000109'].map((hex) => Buffer.from(hex, 'hex'))

  expect(values.map(isFramed)).toEqual([false, false, false, false, true])
})

test('V3 an id is unsigned, the greatest that can be known is 2,147,483,647', () => {
  const ids = ['7fffffff', '80000000', 'ffffffff'].map((hex) => schemaIdOf(Buffer.from(`00${hex}00`, 'hex')))

  expect(ids.map((id) => [id, id <= MAX_SCHEMA_ID])).toEqual([
    [2_147_483_647, true],
    [2_147_483_648, false],
    [4_294_967_295, false],
  ])
})
