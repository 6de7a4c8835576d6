import { rmSync } from 'node:fs'
import { mkdtemp } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type LocalPostgres, startLocalPostgres } from '@order-up/local'
import { describeWithKafka } from '@order-up/local/kit'
import { runRound } from './round.ts'

/** What CI runs of the proof. */
const PLAN = { seed: 1, kills: 5, zombies: 1 }
const MINUTES = 600_000

await describeWithKafka('engines and sinks that are killed, or put to sleep, while orders come in', (kafka) => {
  let folder: string
  let postgres: LocalPostgres
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'order-up-faults-'))
    postgres = await startLocalPostgres({ dataDir: folder, durable: false })
  })
  afterAll(async () => {
    await postgres.stop()
    rmSync(folder, { recursive: true, force: true })
  })
  const title = `E1 E2 E3 E4 topics and tables are as the batch reference has them, seed ${PLAN.seed}`

  test(
    title,
    async () => {
      const load = { plan: PLAN, partitions: 4, ratePerSecond: 150, log: () => {} }
      const { differences, kills, zombies } = await runRound({ ...kafka, ...load, databaseUrl: postgres.url })

      const killed = Object.values(kills).reduce((sum, count) => sum + count, 0)
      expect({ differences, killed, zombies }).toEqual({ differences: [], killed: PLAN.kills, zombies: PLAN.zombies })
    },
    MINUTES,
  )
})
