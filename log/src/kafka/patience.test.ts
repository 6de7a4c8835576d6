import { Patience } from './patience.ts'

const patienceOf = () => {
  const [closed, first, second] = [new AbortController(), new AbortController(), new AbortController()]
  return { closed, first, second, patience: new Patience(closed.signal) }
}

test('an answer is waited for as long as any of the claims goes on', () => {
  const { first, second, patience } = patienceOf()
  patience.begin(first.signal)
  patience.begin(second.signal)
  const waiting = patience.withClaims

  first.abort()
  const whenOne = waiting.aborted
  second.abort()

  expect([whenOne, waiting.aborted]).toEqual([false, true])
})

test('what is asked when no claims go on any more waits until the log is closed', () => {
  const { closed, first, patience } = patienceOf()
  patience.begin(first.signal)
  first.abort()
  const waiting = patience.whileOpen

  const whenOpen = waiting.aborted
  closed.abort()

  expect([whenOpen, waiting.aborted]).toEqual([false, true])
})

test('claims that begin later are waited with anew', () => {
  const { first, second, patience } = patienceOf()
  patience.begin(first.signal)
  first.abort()
  patience.begin(second.signal)

  expect(patience.withClaims.aborted).toBe(false)
})
