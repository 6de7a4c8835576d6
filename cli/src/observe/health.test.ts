import { healthOf, type Look, lookAt, STUCK_MS } from './health.ts'

const LAG = { topic: 'orders.events.raw', partition: 0, offset: 5, end: 8 }
const NOW = 1_000_000
const look = (given: Partial<Look>): Look => ({ phase: 'running', movedMs: NOW, lags: [], ...given })

/** Which probes fail. */
const failing = (given: Partial<Look>): readonly string[] =>
  Object.entries(healthOf(look(given), NOW)).flatMap(([probe, reasons]) => (reasons.length > 0 ? [probe] : []))

test.each<[string, Partial<Look>, readonly string[]]>([
  ['runs with nothing to do', { movedMs: 0 }, []],
  ['has committed in time', { lags: [LAG], movedMs: NOW - STUCK_MS + 1 }, []],
  ['has input and commits nothing', { lags: [LAG], movedMs: NOW - STUCK_MS }, ['live']],
  ['stands by, whatever waits', { phase: 'standby', lags: [LAG], movedMs: 0 }, []],
  ['restores, however long', { phase: 'restoring', lags: [LAG], movedMs: 0 }, ['ready']],
  ['has not joined', { phase: 'starting' }, ['ready', 'startup']],
  ['gets no answer from the log', { lags: undefined, movedMs: 0 }, ['ready']],
])('of one that %s', (_, given, probes) => {
  expect(failing(given)).toEqual(probes)
})

test('says how much waits and for how long', () => {
  const { live } = healthOf(look({ lags: [LAG, { ...LAG, offset: 7 }], movedMs: NOW - 61_500 }), NOW)

  expect(live).toEqual(['4 offsets wait, and nothing was committed for 61 s'])
})

test('a log that fails or never answers is one that does not answer', async () => {
  const vitals = { phase: 'running', movedMs: 7 } as const
  const [failed, late] = await Promise.all([
    lookAt({ ...vitals, lags: () => Promise.reject(new Error('no broker')) }),
    lookAt({ ...vitals, lags: () => new Promise(() => {}) }),
  ])

  expect([failed, late]).toEqual([
    { ...vitals, lags: undefined },
    { ...vitals, lags: undefined },
  ])
})
