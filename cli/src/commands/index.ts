import type { AnyCommand } from '../command.ts'
import { completionOf } from './completion.ts'
import { contractsCheck } from './contracts-check.ts'
import { contractsRegister } from './contracts-register.ts'
import { contractsVerify } from './contracts-verify.ts'
import { demo } from './demo.ts'
import { doctor } from './doctor.ts'
import { down } from './down.ts'
import { engineGraph } from './engine-graph.ts'
import { engineRun } from './engine-run.ts'
import { peek } from './peek.ts'
import { produceFile } from './produce-file.ts'
import { produceHeartbeats } from './produce-heartbeats.ts'
import { produceOrders } from './produce-orders.ts'
import { sinkDdl, sinkPlan } from './sink.ts'
import { sinkRun } from './sink-run.ts'
import { status } from './status.ts'
import { topicsAcls } from './topics-acls.ts'
import { topicsCreate } from './topics-create.ts'
import { up } from './up.ts'

const WORKING: readonly AnyCommand[] = [
  demo,
  up,
  down,
  status,
  contractsVerify,
  contractsCheck,
  contractsRegister,
  topicsCreate,
  topicsAcls,
  produceOrders,
  produceFile,
  produceHeartbeats,
  engineRun,
  engineGraph,
  sinkRun,
  sinkDdl,
  sinkPlan,
  peek,
  doctor,
]

/** Every command there is, in the order in which `--help` lists them. */
export const COMMANDS: readonly AnyCommand[] = [...WORKING, completionOf(WORKING)]
