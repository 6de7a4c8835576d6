import { startLocalPostgres } from '@order-up/local'
import { makeTemporaryFolder, removeFolder } from '../database/temporary-folder.ts'
import { asOrderUpError, reportOf } from '../failure/failure-report.ts'
import { type Check, type Finding, failed, passed } from './check.ts'

const NAME = 'local PostgreSQL'

/** Starts a server of our own and stops it: nothing less shows that one can be had. */
const startAndStop = async (): Promise<Finding> => {
  const folder = makeTemporaryFolder()
  try {
    const server = await startLocalPostgres({ dataDir: folder, durable: false })
    await server.stop()
    return passed(NAME, `${server.version} starts`)
  } catch (failure) {
    const { message, hint } = reportOf(asOrderUpError(failure))
    return failed(NAME, message, hint)
  } finally {
    removeFolder(folder)
  }
}

/** Looks at what is used where no database is named. */
export const localCheck: Check = { about: NAME, run: async () => [await startAndStop()] }
