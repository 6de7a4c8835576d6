import type { RegistryName } from '@order-up/local'
import { choice } from '../config/setting-kinds.ts'

const REGISTRIES: Readonly<Record<RegistryName, true>> = { local: true, apicurio: true }

/** `--registry`, ORDER_UP_REGISTRY: which schema registry `up` runs. */
export const registrySetting = choice<RegistryName, undefined>({
  about: 'schema registry without Docker: ours (local), or Apicurio (apicurio); that of the data folder, else ours',
  choices: Object.keys(REGISTRIES) as RegistryName[],
  fallback: undefined,
  placeholder: '<name>',
  lasting: true,
})
