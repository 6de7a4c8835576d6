import { describeLogContract } from '@order-up/contracts/kit'
import { createMemoryLog } from './memory-log.ts'

describeLogContract({ name: 'memory', create: createMemoryLog, lacks: [] })
