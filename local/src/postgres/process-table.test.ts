import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { findProcess } from './process-table.ts'

test('a live process is found with its start and command line, one that has ended is not', async () => {
  const child = spawn(process.execPath, ['-e', 'process.stdin.resume()'])
  const alive = await findProcess(child.pid!)
  const same = await findProcess(child.pid!)
  child.kill()
  await once(child, 'close')

  const gone = await findProcess(child.pid!)

  expect({ alive, gone }).toEqual({
    alive: {
      pid: child.pid,
      start: expect.stringMatching(/^\d+$/),
      command: expect.stringContaining('-e process.stdin.resume()'),
    },
    gone: undefined,
  })
  expect(same).toEqual(alive)
})
