import { join } from 'node:path'
import { path } from '../config/setting-kinds.ts'

const DEFAULT_FOLDER = join('.order-up', 'state')

/** `--state-dir`, ORDER_UP_STATE_DIR: where an engine keeps local copies of its state. */
export const stateDirSetting = path({
  about: `folder for local copies of the state, which a restart goes on from; default: ${DEFAULT_FOLDER}`,
  kind: 'folder',
  lasting: true,
})

/** The folder for topics with a prefix: copies of other topics are of no use to each other. */
export const stateFolder = (stateDir: string | undefined, topicPrefix = ''): string =>
  join(stateDir ?? DEFAULT_FOLDER, topicPrefix === '' ? 'live' : topicPrefix)
