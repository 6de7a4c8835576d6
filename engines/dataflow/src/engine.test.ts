import { describeEngineContract } from '@order-up/contracts/kit'
import { createMemoryLog } from '@order-up/log'
import { createDataflowEngine } from './engine.ts'

describeEngineContract({
  name: 'dataflow',
  create: createDataflowEngine,
  createLog: createMemoryLog,
  movesTasks: true,
  lacks: [],
})
