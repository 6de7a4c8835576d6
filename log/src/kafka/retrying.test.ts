import { DEFAULT_TIMINGS } from './connection.ts'
import { retrying } from './retrying.ts'

const TIMINGS = { ...DEFAULT_TIMINGS, firstRetryMs: 1, mostRetryMs: 1 }

/** Tries what fails `failures` times with an error of this type; the lines that were logged, and how often it was tried. */
const tried = async (
  type: string,
  failures: number,
): Promise<{ readonly lines: number; readonly attempts: number }> => {
  const lines: string[] = []
  let attempts = 0
  const retry = {
    timings: TIMINGS,
    signal: new AbortController().signal,
    log: (line: string) => lines.push(line),
    what: 'it',
  }
  await retrying(retry, async () => {
    attempts += 1
    if (attempts <= failures) throw Object.assign(new Error('not now'), { type })
  })
  return { lines: lines.length, attempts }
}

test('what fails is told and tried again', async () => {
  expect(await tried('REQUEST_TIMED_OUT', 2)).toEqual({ lines: 2, attempts: 3 })
})

test('a broker that gets ready for a group is told of only when it takes long', async () => {
  expect([await tried('GROUP_LOAD_IN_PROGRESS', 3), await tried('GROUP_LOAD_IN_PROGRESS', 5)]).toEqual([
    { lines: 0, attempts: 4 },
    { lines: 2, attempts: 6 },
  ])
})

test('what can never go well is not tried again', async () => {
  await expect(tried('GROUP_AUTHORIZATION_FAILED', 1)).rejects.toThrow('not now')
})
