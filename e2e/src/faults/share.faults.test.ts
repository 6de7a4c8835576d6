import { describeWithBroker, startTestPostgres, type TestPostgres } from '@order-up/local/kit'
import { total } from './record-file.ts'
import { type EngineName, runRound } from './round.ts'

/** What CI runs of the proof. */
const PLAN = { seed: 1, kills: 5, zombies: 1, troubles: 3 }
const MINUTES = 600_000

await describeWithBroker('engines, sinks and a broker that are killed or cut off while orders come in', (broker) => {
  let postgres: TestPostgres
  beforeAll(async () => {
    postgres = await startTestPostgres()
  })
  afterAll(() => postgres.stop())
  const engines: readonly EngineName[] = ['simple', 'dataflow']

  test.each(engines)(
    `E1 E2 E3 E4 topics and tables are as the batch reference has them, with the %s engine, seed ${PLAN.seed}`,
    async (engine) => {
      const load = { engine, plan: PLAN, partitions: 4, ratePerSecond: 150, log: () => {} }
      const { differences, kills, zombies, troubles } = await runRound({ broker, databaseUrl: postgres.url, ...load })

      const counts = { kills: total(kills), zombies, troubles: total(troubles) }
      expect({ seed: PLAN.seed, ...counts, differences }).toEqual({ ...PLAN, differences: [] })
    },
    MINUTES,
  )
})
