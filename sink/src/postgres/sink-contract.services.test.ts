import { describeSinkContract } from '@order-up/contracts/kit'
import { describeWithPostgres } from '@order-up/local/kit'
import { runSink } from '../loader/run-sink.ts'
import { createTestDatabase } from '../testing/test-database.ts'

await describeWithPostgres('PostgreSQL', (url) => {
  describeSinkContract({ name: 'PostgreSQL', create: () => createTestDatabase(url), run: runSink })
})
