import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import type { ClaimedTask } from '@order-up/contracts'
import { ChangeLog } from './changes.ts'
import { Clock } from './clock.ts'
import { Committer } from './committer.ts'
import type { StepBuilder } from './step-builder.ts'

setFlagsFromString('--expose-gc')
const collect = runInNewContext('gc') as () => void

const STEP = { records: 0, take: () => ({ outputs: [], state: [], positions: [] }) } as unknown as StepBuilder

const committerOn = (commit: ClaimedTask['commit']): Committer => {
  const task = { commit } as ClaimedTask
  return new Committer({ task, step: STEP, clock: new Clock(new ChangeLog(), 1), observer: {} })
}

const heapUsed = (): number => {
  for (let round = 0; round < 3; round += 1) collect()
  return process.memoryUsage().heapUsed
}

test('waiting a hundred thousand times leaves nothing behind', async () => {
  const committer = committerOn(async () => '')
  const before = heapUsed()

  for (let wait = 0; wait < 100_000; wait += 1) await Promise.race([Promise.resolve(), committer.failing()])

  expect(heapUsed() - before).toBeLessThan(4_000_000)
})

test.each(['before', 'while'])('E1 who waits learns of a commit that failed %s it waited', async (when) => {
  const committer = committerOn(() => Promise.reject(new Error('lost')))
  const waits = when === 'while' ? committer.failing() : undefined
  committer.begin()

  await expect(waits ?? committer.failing()).rejects.toThrow('lost')
  await expect(committer.settled()).rejects.toThrow('lost')
})
