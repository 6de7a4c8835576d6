import { COMMIT_MUTANTS } from './commit-mutants.ts'
import { DATAFLOW_COMMIT_MUTANTS } from './dataflow-commit-mutants.ts'
import { DATAFLOW_FLOW_MUTANTS } from './dataflow-flow-mutants.ts'
import { DATAFLOW_RULE_MUTANTS } from './dataflow-rule-mutants.ts'
import type { Mutant } from './mutant.ts'
import { ORDER_MUTANTS } from './order-mutants.ts'
import { RECORD_MUTANTS } from './record-mutants.ts'
import { TIME_MUTANTS } from './time-mutants.ts'

export { ENGINE_NAMES, type EngineName, fileOf, judgeOf, type Mutant, mutated, sourceOf } from './mutant.ts'

/** Every mutant: those of shared code and of the simple engine, then those of the dataflow engine. */
export const MUTANTS: readonly Mutant[] = [
  ...RECORD_MUTANTS,
  ...ORDER_MUTANTS,
  ...TIME_MUTANTS,
  ...COMMIT_MUTANTS,
  ...DATAFLOW_RULE_MUTANTS,
  ...DATAFLOW_FLOW_MUTANTS,
  ...DATAFLOW_COMMIT_MUTANTS,
]
