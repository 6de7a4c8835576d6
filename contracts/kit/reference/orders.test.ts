import { cancelled, created, eventId, heartbeat, type LogEvent, resultsOf, shipped, updated } from './event-log.ts'

const DAY = 86_400_000
const MONTH = 30 * DAY

/** What became of each record, in order of offset. */
const fatesOf = (events: readonly LogEvent[]): readonly string[] => {
  const { curated, refused, orphans, shown, waiting } = resultsOf(events)
  const fates = events.map(({ event_type }): string => (event_type === 'HEARTBEAT' ? 'heartbeat' : ''))
  for (const { source_offset } of curated) fates[source_offset] = 'curated'
  for (const { record, code } of refused) fates[record.offset] = code
  for (const { record, decidedOffset } of orphans) fates[record.offset] = `orphan of ${decidedOffset}`
  for (const { record } of shown) fates[record.offset] = 'shown'
  for (const { record } of waiting) fates[record.offset] = 'waiting'
  return fates
}
const rowsOf = (events: readonly LogEvent[]) => resultsOf(events).curated

test('T4 a record that V7 refuses moves no time', () => {
  expect(fatesOf([created(0), heartbeat(253_402_300_800_000), shipped(0)])).toEqual([
    'curated',
    'TIMESTAMP_OUT_OF_RANGE',
    'curated',
  ])
})

test('T4 what O1 and O2 refuse moves time', () => {
  const after = (refused: LogEvent) => fatesOf([created(DAY), refused, shipped(0, { order_id: 'p' })])

  expect([after(shipped(MONTH + 1, { event_id: eventId(0) })), after(created(MONTH + 1))]).toEqual([
    ['curated', 'curated', 'TOO_OLD'],
    ['curated', 'DUPLICATE_ORDER', 'TOO_OLD'],
  ])
})

test('O0 an event 30 days behind is accepted, one 1 ms older is refused and opens no order', () => {
  const fates = fatesOf([heartbeat(MONTH), shipped(0), heartbeat(MONTH + 1), shipped(0, { order_id: 'p' })])

  expect(fates).toEqual(['heartbeat', 'orphan of 2', 'heartbeat', 'TOO_OLD'])
})

test('O0 an event too old is refused as that, even where its id is remembered', () => {
  const again = { event_id: eventId(1) }

  const fates = fatesOf([heartbeat(MONTH), created(DAY), heartbeat(MONTH + 1), shipped(0, again), shipped(1, again)])

  expect(fates).toEqual(['heartbeat', 'curated', 'heartbeat', 'TOO_OLD', 'DUPLICATE_EVENT'])
})

test('O1 an id is remembered for a day of its partition’s time from when it was accepted', () => {
  const again = { event_id: eventId(1) }
  const resentAt = (maxTs: number) => fatesOf([heartbeat(1_000), created(0), heartbeat(maxTs), shipped(0, again)])[3]

  expect([resentAt(1_000 + DAY), resentAt(1_001 + DAY)]).toEqual(['DUPLICATE_EVENT', 'curated'])
})

test('O1 a refused resend does not prolong the memory, an accepted one starts it anew', () => {
  const again = { event_id: eventId(0) }

  const fates = fatesOf([
    created(0),
    shipped(DAY, again),
    shipped(DAY + 1, again),
    shipped(2 * DAY + 1, again),
    shipped(2 * DAY + 2, again),
  ])

  expect(fates).toEqual(['curated', 'DUPLICATE_EVENT', 'curated', 'DUPLICATE_EVENT', 'curated'])
})

test('O1 an id is remembered for its own order only', () => {
  const fates = fatesOf([created(0), created(0, {}, { order_id: 'p', event_id: eventId(0) })])

  expect(fates).toEqual(['curated', 'curated'])
})

test('O1 what is refused leaves no id behind', () => {
  const refusedOnce = { event_id: eventId(1) }

  expect(fatesOf([created(0), created(0, {}, refusedOnce), shipped(0, refusedOnce)])).toEqual([
    'curated',
    'DUPLICATE_ORDER',
    'curated',
  ])
})

test('O2 DUPLICATE_EVENT comes before DUPLICATE_ORDER, and that before TOO_MANY_EVENTS', () => {
  const thousand = [created(0), ...Array.from({ length: 999 }, () => shipped(0))]

  const fates = fatesOf([
    ...thousand,
    created(0, {}, { event_id: eventId(5) }),
    created(0),
    shipped(0),
    shipped(0, { order_id: 'p' }),
    shipped(DAY + 1),
  ])

  expect(fates.slice(999)).toEqual([
    'curated',
    'DUPLICATE_EVENT',
    'DUPLICATE_ORDER',
    'TOO_MANY_EVENTS',
    'waiting',
    'curated',
  ])
})

test('O2 the creation of an order with 1,000 held events is refused too', () => {
  const fates = fatesOf([...Array.from({ length: 1_000 }, () => shipped(0)), created(0), created(DAY + 1)])

  expect(fates.slice(999)).toEqual(['shown', 'TOO_MANY_EVENTS', 'curated'])
})

test('O3 the newest basket and the newest status win by event time, then offset', () => {
  const rows = rowsOf([
    created(10, { amount: 1 }),
    updated(10, { amount: 2 }),
    updated(9, { amount: 3 }),
    shipped(12),
    cancelled(12),
    shipped(11),
  ])

  expect(rows.map(({ amount, status, updated_ts, event_count }) => [amount, status, updated_ts, event_count])).toEqual([
    [1, 'pending_payment', 10, 1],
    [2, 'pending_payment', 10, 2],
    [2, 'pending_payment', 10, 3],
    [2, 'shipped', 12, 4],
    [2, 'cancelled', 12, 5],
    [2, 'cancelled', 12, 6],
  ])
})

test('O3 a held basket of the creation’s own time loses to the creation, a newer one wins', () => {
  const amountAfter = (held: LogEvent) => rowsOf([held, created(10, { amount: 1 })])[0]?.amount

  expect([updated(9), updated(10), updated(11)].map((held) => amountAfter(held))).toEqual([1, 1, 1_000])
})

test('O3 a held status outranks a creation that is newer', () => {
  const [row] = rowsOf([cancelled(5), created(10)])

  expect(row).toMatchObject({ status: 'cancelled', updated_ts: 10, created_ts: 10, event_count: 2, event_ts: 10 })
})

test('O4 what is held shows in the creation’s row, and yields none itself', () => {
  expect(fatesOf([shipped(0), updated(0), created(0), shipped(1), shipped(0, { order_id: 'p' })])).toEqual([
    'shown',
    'shown',
    'curated',
    'curated',
    'waiting',
  ])
})

test('O6 an order is forgotten when time is more than 30 days beyond its newest event', () => {
  const createdAgainAt = (maxTs: number) => fatesOf([created(1_000), shipped(500), heartbeat(maxTs), created(MONTH)])[3]

  expect([createdAgainAt(MONTH + 1_000), createdAgainAt(MONTH + 1_001)]).toEqual(['DUPLICATE_ORDER', 'curated'])
})

test('O6 expiry runs before the record that moves time, which may open the order anew', () => {
  const rows = rowsOf([updated(0, { amount: 7 }), shipped(0), created(MONTH + 1), updated(MONTH + 2, { amount: 8 })])

  expect(rows.map(({ amount, status, event_count }) => [amount, status, event_count])).toEqual([
    [1_000, 'pending_payment', 1],
    [8, 'pending_payment', 2],
  ])
})

test('O6 an order forgotten within a day forgets its ids too', () => {
  const again = { event_id: eventId(1) }

  const fates = fatesOf([heartbeat(MONTH), created(0), heartbeat(MONTH + 1), created(MONTH + 1, {}, again)])

  expect(fates).toEqual(['heartbeat', 'curated', 'heartbeat', 'curated'])
})

test('O6 a refused event does not keep an order alive', () => {
  const again = { event_id: eventId(0) }

  const fates = fatesOf([shipped(0), shipped(DAY, again), heartbeat(MONTH + 1), created(MONTH)])

  expect(fates).toEqual(['orphan of 2', 'DUPLICATE_EVENT', 'heartbeat', 'curated'])
})

test('O6 one order_id may be held and forgotten again and again', () => {
  const fates = fatesOf([shipped(0), shipped(MONTH + 1), shipped(2 * MONTH + 2), heartbeat(3 * MONTH + 3)])

  expect(fates).toEqual(['orphan of 1', 'orphan of 2', 'orphan of 3', 'heartbeat'])
})
