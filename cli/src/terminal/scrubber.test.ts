import { createScrubber } from './scrubber.ts'

test('a secret is hidden as it is, in a URL and inside JSON', () => {
  const scrubber = createScrubber()
  scrubber.learn('p@ss "word"')

  const texts = ['login with p@ss "word" refused', 'at p%40ss%20%22word%22', JSON.stringify({ said: 'p@ss "word"' })]

  expect(texts.map(scrubber.scrub)).toEqual(['login with [redacted] refused', 'at [redacted]', '{"said":"[redacted]"}'])
})

test('a secret taken from a URL is hidden in its decoded form too', () => {
  const scrubber = createScrubber()
  scrubber.learn('c%61nary%2F7')

  expect(scrubber.scrub('password canary/7 or c%61nary%2F7')).toBe('password [redacted] or [redacted]')
})

test('the longer of two secrets is hidden first', () => {
  const scrubber = createScrubber()
  scrubber.learn('canary')
  scrubber.learn('canary-bird')

  expect(scrubber.scrub('canary-bird, canary')).toBe('[redacted], [redacted]')
})

test('user and password of any URL are hidden, whatever characters they hold', () => {
  const { scrub } = createScrubber()

  expect(
    [
      'postgres://me:pw@db:5432/orders',
      'url=postgresql://me@db/orders',
      'postgres://me:p@w@db/orders',
      'postgres://me:p/w?x#y@db/orders',
      'see https://example.org/a@b and mail a@b.org',
    ].map(scrub),
  ).toEqual([
    'postgres://[redacted]@db:5432/orders',
    'url=postgresql://[redacted]@db/orders',
    'postgres://[redacted]@db/orders',
    'postgres://[redacted]@db/orders',
    'see https://example.org/a@b and mail a@b.org',
  ])
})

test('texts too short to be a secret hide nothing', () => {
  const scrubber = createScrubber()
  scrubber.learn('')
  scrubber.learn('1')
  scrubber.learn(undefined)

  expect(scrubber.scrub('100 records')).toBe('100 records')
})

test('a megabyte that could be a URL for long is scrubbed at once', () => {
  const { scrub } = createScrubber()
  const hostile = `${'a'.repeat(1_000_000)}a://${':'.repeat(1_000_000)}`

  expect(scrub(hostile)).toBe(hostile)
})
