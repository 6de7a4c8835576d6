import { describeEngineContract } from '@order-up/contracts/kit'
import { createMemoryLog } from '@order-up/log'
import { onMachines } from './testing/machines.ts'

describeEngineContract({
  name: 'dataflow',
  create: onMachines(),
  createLog: createMemoryLog,
  movesTasks: true,
  lacks: [],
})
