import type { Engine, Log } from '@order-up/contracts'
import { bundledCase, runCrew } from '@order-up/contracts/kit'
import { createMemoryLog } from '@order-up/log'
import { createDataflowEngine } from './engine.ts'

const ORDER_EVENT_ID = 1

/** The engine on a log that notes which schema ids it is asked about. */
const asking = (asked: Set<number>): Engine => {
  const engine = createDataflowEngine()
  const noting = (log: Log): Log =>
    new Proxy(log, {
      get: (target, name) => {
        const value: unknown = Reflect.get(target, name)
        if (name === 'decideSchema')
          return (id: number) => {
            asked.add(id)
            return target.decideSchema(id)
          }
        return typeof value === 'function' ? value.bind(target) : value
      },
    })
  return { name: engine.name, run: (run) => engine.run({ ...run, log: noting(run.log) }) }
}

test('V3 what goes between tasks is not taken for framed values: the log is asked about the ids of raw records alone', async () => {
  const asked = new Set<number>()
  const given = bundledCase('windows-close')

  await runCrew({ case: given, create: () => asking(asked), createLog: createMemoryLog, instances: 1, seed: 7 })

  expect([...asked]).toEqual([ORDER_EVENT_ID])
})
