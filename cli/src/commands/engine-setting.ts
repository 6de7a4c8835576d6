import { choice } from '../config/setting-kinds.ts'
import { ENGINE_NAMES, type EngineName } from '../engines.ts'

/** `--engine`, ORDER_UP_ENGINE: which engine a command uses. */
export const engineSetting = (about: string) =>
  choice<EngineName, EngineName>({
    about,
    choices: ENGINE_NAMES,
    fallback: 'simple',
    placeholder: '<name>',
    lasting: true,
    code: 'OU1004',
  })
