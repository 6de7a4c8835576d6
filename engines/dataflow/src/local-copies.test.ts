import { mkdtempSync, readdirSync, rmSync, truncateSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Engine, OrderUpError, type RunSummary } from '@order-up/contracts'
import {
  bundledCase,
  differencesBetween,
  expectedOutputs,
  type GoldenCase,
  readOutputs,
  runCrew,
} from '@order-up/contracts/kit'
import { createMemoryLog } from '@order-up/log'
import { createDataflowEngine } from './engine.ts'
import { lmdbStores } from './store/lmdb-stores.ts'
import type { Stores } from './store/store.ts'
import { onMachines } from './testing/machines.ts'
import { watchedStores } from './testing/watched-stores.ts'

let folder: string
let lines: string[]
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'order-up-copies-'))
  lines = []
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

const onDisk = (): Stores => lmdbStores({ folder, log: (line) => lines.push(line) })

const CASES = ['windows-close', 'orphans-in-order', 'duplicates', 'customer-order-and-sessions', 'order-comes-back']

const wrong = async (given: GoldenCase, create: () => Engine, instances: number): Promise<unknown> => {
  const { log, raw, failure } = await runCrew({ case: given, create, createLog: createMemoryLog, instances, seed: 7 })
  return failure ?? differencesBetween(expectedOutputs(given, raw), await readOutputs(log))
}

test.each(CASES)(
  'E1 E3 %s on disks, by two instances at once, while tasks move and instances come and go',
  async (name) => {
    expect(await wrong(bundledCase(name), onMachines(onDisk), 2)).toEqual([])
  },
)

/** Spoils the copies that are on disk each time that an instance begins. */
const spoiledBefore = (spoil: (task: string) => void): (() => Engine) => {
  const stores = onDisk()
  return () => ({
    name: 'dataflow',
    run: (run) => {
      for (const instance of readdirSync(folder))
        for (const task of readdirSync(join(folder, instance)))
          if (!task.startsWith('lock')) spoil(join(folder, instance, task))
      return createDataflowEngine({ stores }).run(run)
    },
  })
}

const SPOILS: Readonly<Record<string, (task: string) => void>> = {
  'is lost': (task) => rmSync(task, { recursive: true }),
  'is torn': (task) => truncateSync(join(task, 'data.mdb'), 4_096),
}
test.each(Object.entries(SPOILS))('E3 a copy that %s is made anew from the changelog', async (_, spoil) => {
  expect(await wrong(bundledCase('windows-close'), spoiledBefore(spoil), 1)).toEqual([])
})

/** Copies on a disk that is full after some steps. */
const fullAfter = (steps: number): Stores => {
  let left = steps
  return watchedStores({
    committing: () => {
      left -= 1
      if (left < 0) throw new OrderUpError('OU1313', { detail: 'no space left on device' })
    },
  })
}

test('E3 a full disk ends the run with OU1313, and another goes on with nothing lost', async () => {
  const given = bundledCase('windows-close')
  const ends: string[] = []
  const create = (): Engine => ({
    name: 'dataflow',
    run: async (run): Promise<RunSummary> => {
      await createDataflowEngine({ stores: fullAfter(2) })
        .run(run)
        .catch((error: OrderUpError) => ends.push(error.code))
      return createDataflowEngine().run(run)
    },
  })

  expect(await wrong(given, create, 1)).toEqual([])
  expect(ends).toContain('OU1313')
})
