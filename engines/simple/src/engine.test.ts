import { describeEngineContract } from '@order-up/contracts/kit'
import { createMemoryLog } from '@order-up/log'
import { createSimpleEngine } from './engine.ts'

describeEngineContract({ name: 'simple', create: createSimpleEngine, createLog: createMemoryLog, lacks: [] })
