import { COMMIT_MUTANTS } from './commit-mutants.ts'
import type { Mutant } from './mutant.ts'
import { ORDER_MUTANTS } from './order-mutants.ts'
import { RECORD_MUTANTS } from './record-mutants.ts'
import { TIME_MUTANTS } from './time-mutants.ts'

export { fileOf, type Mutant, mutated, sourceOf } from './mutant.ts'

/** Every mutant of the simple engine. */
export const MUTANTS: readonly Mutant[] = [...RECORD_MUTANTS, ...ORDER_MUTANTS, ...TIME_MUTANTS, ...COMMIT_MUTANTS]
