import { join } from 'node:path'
import { SCHEMA_FOLDER } from '@order-up/contracts'
import { bundledCases, verifyCase } from '@order-up/contracts/kit'
import { createMemoryLog } from '@order-up/log'
import { ENGINES, type EngineName } from '../engines.ts'
import { checkSchemas } from '../schema-check/check-schemas.ts'
import { releasedSchemas, schemaFiles } from '../schema-check/schema-files.ts'
import { type Check, type Finding, failed, passed } from './check.ts'

const checkContract = (): Finding => {
  const findings = checkSchemas(schemaFiles(SCHEMA_FOLDER), releasedSchemas(join(SCHEMA_FOLDER, 'released')))
  const broken = findings.filter(({ problems }) => problems.length > 0).map(({ file }) => file)
  if (broken.length > 0) return failed('contract', `problems in ${broken.join(', ')}`, 'see order-up contracts check')
  return passed('contract', `${findings.length} schemas hold`)
}

/** Every golden case, once through the engine; the modes that cost time are for `contracts verify`. */
const checkEngine = async (engine: EngineName): Promise<Finding> => {
  const cases = bundledCases()
  const broken: string[] = []
  for (const one of cases) {
    const options = { case: one, ...ENGINES[engine], createLog: createMemoryLog, mode: 'whole', seed: 1 } as const
    if ((await verifyCase(options)).failure !== undefined) broken.push(one.name)
  }
  if (broken.length > 0)
    return failed('engine', `${engine} fails ${broken.join(', ')}`, 'see order-up contracts verify')
  return passed('engine', `${engine} holds ${cases.length} golden cases`)
}

/** Looks at the schemas of the contract. */
export const contractCheck: Check = { about: 'contract', run: async () => [checkContract()] }

/** Looks at the engine that is configured. */
export const engineCheck = (engine: EngineName): Check => ({
  about: `engine ${engine}`,
  run: async () => [await checkEngine(engine)],
})
