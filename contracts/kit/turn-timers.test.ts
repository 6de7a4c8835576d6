import { NEVER_MS, turnTimers } from './turn-timers.ts'

test('an interval passes without a clock; an hour passes only when its signal fires', async () => {
  const stop = new AbortController()
  const passed: string[] = []
  const { sleep } = turnTimers()
  const hour = sleep(NEVER_MS, stop.signal).then(() => passed.push('hour'))

  await sleep(NEVER_MS - 1, stop.signal).then(() => passed.push('less'))
  stop.abort()
  await hour
  await sleep(NEVER_MS, stop.signal).then(() => passed.push('after the signal'))

  expect(passed).toEqual(['less', 'hour', 'after the signal'])
})
