import { DEAD_LETTER_REASONS, type DeadLetterCode } from '../../src/dead-letter-codes.ts'
import type { RunSummary } from '../../src/engine-port.ts'
import { OUTPUT_NAMES } from '../../src/topics.ts'
import { bundledCases } from '../case-files.ts'
import { type EngineTest, filledLog, runOn } from './engine-test.ts'

/** Raw records by what became of them; an orphan was held when it was read. */
const handled = ({ refused, held, curated, heartbeats }: RunSummary): number =>
  (Object.entries(refused) as [DeadLetterCode, number][])
    .filter(([code]) => DEAD_LETTER_REASONS[code].rule !== 'O6')
    .reduce((sum, [, count]) => sum + count, held + curated + heartbeats)

const summary: EngineTest = {
  title: 'O4 a run sums up its records as refused, held, curated or heartbeat, and its outputs by topic',
  body: async (candidate) => {
    for (const given of bundledCases()) {
      const log = await filledLog(candidate, given)

      const run = await runOn(candidate, log, given.flush ? { flush: true } : { untilEnd: true })

      const outputs = Object.fromEntries(OUTPUT_NAMES.map((output) => [output, given.expect[output].length]))
      expect([given.name, run.records, handled(run), run.outputs, run.commits]).toEqual([
        given.name,
        given.records.length,
        given.records.length,
        outputs,
        log.commits,
      ])
    }
  },
}

const observed: EngineTest = {
  title: 'E1 a run tells its observer of each commit: its raw records, outputs and state changes',
  body: async (candidate) => {
    for (const given of bundledCases()) {
      const log = await filledLog(candidate, given)
      const told: unknown[] = []
      const seen: unknown[] = []
      let records = 0

      await runOn(candidate, log, {
        ...(given.flush ? { flush: true } : { untilEnd: true }),
        limits: { maxRecords: 3, maxChanges: 5, commitIntervalMs: 0 },
        observer: {
          committed: (step) => {
            told.push([step.outputs, step.changes])
            records += step.records
          },
        },
        probe: { onCommitted: ({ outputs, state }) => void seen.push([outputs.length, state.length]) },
      })

      expect([given.name, records, told]).toEqual([given.name, given.records.length, seen])
    }
  },
}

/** What an engine says about itself. */
export const reportTests: readonly EngineTest[] = [summary, observed]
