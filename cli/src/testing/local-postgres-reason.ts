import { OrderUpError } from '@order-up/contracts'
import { startLocalPostgres } from '@order-up/local'
import { inLocalFolder } from './local-folder.ts'

/**
 * Why no local PostgreSQL can be had here; undefined where one starts. Under REQUIRE_POSTGRES=1 the reason is thrown.
 */
export const noLocalPostgres = (): Promise<string | undefined> =>
  inLocalFolder(async ({ path }) => {
    try {
      const server = await startLocalPostgres({ dataDir: path, durable: false })
      await server.stop()
      return undefined
    } catch (failure) {
      const missing = failure instanceof OrderUpError && failure.code === 'OU1207'
      if (!missing || process.env.REQUIRE_POSTGRES === '1') throw failure
      return failure.message
    }
  })
