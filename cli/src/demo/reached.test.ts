import { Reached } from './reached.ts'

const at = (partition: number, offset: number) => ({ topic: 't', partition, offset })
const never = new AbortController().signal

test('positions only ever advance', () => {
  const reached = new Reached()

  reached.advance([at(0, 5), at(1, 2)])
  reached.advance([at(0, 3)])

  expect([reached.at(at(0, 0)), reached.at(at(1, 0)), reached.at(at(2, 0))]).toEqual([5, 2, 0])
})

test('ends are covered when every one has been reached', () => {
  const reached = new Reached()
  reached.advance([at(0, 5), at(1, 2)])

  expect([[at(0, 5), at(1, 2)], [at(0, 6)], [at(2, 0)], [at(2, 1)], []].map((ends) => reached.covers(ends))).toEqual([
    true,
    false,
    true,
    false,
    true,
  ])
})

test('waiting ends with the advance that is waited for, or with the signal', async () => {
  const reached = new Reached()
  const stop = new AbortController()
  const waits = [reached.until(() => reached.covers([at(0, 2)]), never), reached.until(() => false, stop.signal)]

  reached.advance([at(0, 1)])
  reached.advance([at(0, 2)])
  await waits[0]
  stop.abort()

  await expect(Promise.all(waits)).resolves.toBeDefined()
})
