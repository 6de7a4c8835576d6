import type { Setting } from '../config/setting.ts'
import { dataDirSetting } from './data-dir-setting.ts'

/** `--data-dir`, ORDER_UP_DATA_DIR: where the services of `up` keep their data. */
export const servicesFolderSetting: Setting<string> = {
  ...dataDirSetting,
  about: 'folder where the local services keep their data',
  parse: (text) => dataDirSetting.parse(text),
  fallback: '.order-up',
}
