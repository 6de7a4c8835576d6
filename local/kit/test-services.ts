import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { OrderUpError } from '@order-up/contracts'
import { findLocalKafka } from '../src/kafka/start-local-kafka.ts'
import { findProcess } from '../src/postgres/process-table.ts'

const PREFIX = 'order-up-kafka-'

/** Stops the brokers, and removes the folders, of test runs that were killed. */
const sweep = async (): Promise<void> => {
  for (const name of readdirSync(tmpdir()).filter((each) => each.startsWith(PREFIX))) {
    const run = Number(name.slice(PREFIX.length).split('-')[0])
    if ((await findProcess(run)) !== undefined) continue
    const folder = join(tmpdir(), name)
    await (await findLocalKafka(folder))?.stop()
    rmSync(folder, { recursive: true, force: true })
  }
}

/** A new folder for the services of this test run; those of runs that were killed are cleared away. */
export const testFolder = async (): Promise<string> => {
  await sweep()
  return mkdtempSync(join(tmpdir(), `${PREFIX}${process.pid}-`))
}

/** Lets a test see a dead member or transaction go within a second, and a killed broker come back within seconds. */
export const QUICK = {
  'group.min.session.timeout.ms': '1000',
  'transaction.abort.timed.out.transaction.cleanup.interval.ms': '500',
  'broker.session.timeout.ms': '6000',
}

/** True where a failure says that Kafka cannot be had here without Docker. */
export const isNoKafka = (failure: unknown): failure is OrderUpError =>
  failure instanceof OrderUpError && (failure.code === 'OU1211' || failure.code === 'OU1212')

/** What `start` starts, or the reason why there is no Kafka to be had; with REQUIRE_REAL_KAFKA=1 the reason is an error. */
export const startedOrReason = async <T>(start: () => Promise<T>): Promise<T | string> => {
  try {
    return await start()
  } catch (error) {
    if (!isNoKafka(error) || process.env.REQUIRE_REAL_KAFKA === '1') throw error
    return error.message
  }
}
