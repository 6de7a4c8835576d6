import fc from 'fast-check'
import { compareUtf8 } from './compare-utf8.ts'

test('E4 texts order as their UTF-8 bytes do, surrogates included', () => {
  const text = fc.string({
    unit: fc.constantFrom('a', 'é', '\u{d7ff}', '\u{e000}', '\u{ffff}', '\u{10000}', '\u{1f600}'),
  })

  fc.assert(
    fc.property(text, text, (left, right) => {
      const bytes = Buffer.compare(Buffer.from(left), Buffer.from(right))
      expect(Math.sign(compareUtf8(left, right))).toBe(bytes)
    }),
    { seed: 7 },
  )
})
