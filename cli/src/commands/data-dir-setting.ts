import { path } from '../config/setting-kinds.ts'

/** `--data-dir`, ORDER_UP_DATA_DIR: where a local PostgreSQL keeps its files. */
export const dataDirSetting = path({
  about: 'folder where the local PostgreSQL keeps its files; default: a temporary one',
  kind: 'folder',
  lasting: true,
})
