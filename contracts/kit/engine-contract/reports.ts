import { DEAD_LETTER_REASONS, type DeadLetterCode } from '../../src/dead-letter-codes.ts'
import type { RunSummary } from '../../src/engine-port.ts'
import { OUTPUT_NAMES } from '../../src/topics.ts'
import { bundledCases } from '../case-files.ts'
import { created, RawHistory, START_MS } from '../raw-history.ts'
import { append, type EngineTest, filledLog, runOn, runToEnd } from './engine-test.ts'

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

const timed: EngineTest = {
  title: 'T4 a run tells its observer of the event time of each partition, as committed, also after a restart',
  body: async (candidate) => {
    const history = new RawHistory(3)
    history.event({ partition: 0, orderId: 'o', atMs: START_MS + 5, payload: created() })
    history.event({ partition: 0, atMs: START_MS + 9 })
    history.event({ partition: 0, atMs: START_MS + 7 })
    history.event({ partition: 2, atMs: START_MS + 3 })
    const log = await filledLog(candidate, history)
    const told = async (): Promise<ReadonlyMap<number, number>> => {
      const times = new Map<number, number>()
      const observer = { advanced: (partition: number, maxTsMs: number) => void times.set(partition, maxTsMs) }
      await runToEnd(candidate, log, { observer })
      return times
    }

    const first = await told()
    await append(log, [{ ...history.records[3]!, partition: 1, offset: 0 }])
    const second = await told()

    expect([...first].sort()).toEqual([
      [0, START_MS + 9],
      [2, START_MS + 3],
    ])
    expect([...second].sort()).toEqual([
      [0, START_MS + 9],
      [1, START_MS + 3],
      [2, START_MS + 3],
    ])
  },
}

/** What an engine says about itself. */
export const reportTests: readonly EngineTest[] = [summary, observed, timed]
