import { createMemoryLog } from './memory-log.ts'

test('a commit lets the event loop turn, so that nothing in the process starves', async () => {
  const log = createMemoryLog({ partitions: 1 })
  let turns = 0
  const turn = (): void => {
    turns++
    immediate = setImmediate(turn)
  }
  let immediate = setImmediate(turn)

  for await (const task of log
    .connect({ name: 'engine' })
    .claims({ tasks: [{ name: 'main', inputs: [] }], standbys: true }, new AbortController().signal)) {
    for (let commit = 0; commit < 10; commit++) await task.commit({ outputs: [], state: [], positions: [] })
    break
  }
  clearImmediate(immediate)

  expect(turns).toBeGreaterThanOrEqual(9)
})
