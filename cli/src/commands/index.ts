import type { AnyCommand } from '../command.ts'
import { completionOf } from './completion.ts'
import { contractsCheck } from './contracts-check.ts'
import { contractsVerify } from './contracts-verify.ts'
import { demo } from './demo.ts'
import { doctor } from './doctor.ts'
import { down } from './down.ts'
import { peek } from './peek.ts'
import { sinkDdl, sinkPlan } from './sink.ts'
import { status } from './status.ts'
import { up } from './up.ts'

const WORKING: readonly AnyCommand[] = [demo, up, down, status, contractsVerify, contractsCheck, peek, doctor]

/** Every command there is, in the order in which `--help` lists them. */
export const COMMANDS: readonly AnyCommand[] = [...WORKING, completionOf(WORKING)]
