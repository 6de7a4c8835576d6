import { randomFrom } from './random.ts'
import { NEVER_MS, slowTimers, turnTimers } from './turn-timers.ts'

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

test('on slow timers intervals last for turns that a seed draws, and end at once when their signal fires', async () => {
  const stop = new AbortController()
  const { sleep } = slowTimers(randomFrom(7))
  let turns = 0
  const count = (): void => {
    turns += 1
    if (!stop.signal.aborted) setImmediate(count)
  }
  setImmediate(count)

  for (let n = 0; n < 10; n += 1) await sleep(1_000, stop.signal)
  const passed = turns
  stop.abort()
  for (let n = 0; n < 10; n += 1) await sleep(NEVER_MS, stop.signal)

  expect([passed > 200, turns - passed < 20]).toEqual([true, true])
})
