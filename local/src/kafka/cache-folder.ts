import { homedir } from 'node:os'
import { join } from 'node:path'

/** Where a user's programs keep what they can fetch again: the system's cache folder, and `order-up` in it. */
export const userCacheFolder = (platform: NodeJS.Platform = process.platform): string => {
  const home = homedir()
  if (platform === 'darwin') return join(home, 'Library', 'Caches', 'order-up')
  if (platform === 'win32') return join(home, 'AppData', 'Local', 'order-up', 'Cache')
  return join(home, '.cache', 'order-up')
}
