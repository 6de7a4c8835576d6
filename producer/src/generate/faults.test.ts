import { encodeOrderEvent, frame, type RawAppend } from '@order-up/contracts'
import { referenceRun } from '../../kit/reference-run.ts'
import { type CreatedEvent, FAULT_CODES, type FaultCode, type FaultSite, makeFault } from './faults.ts'
import { heartbeat } from './heartbeats.ts'
import { Random } from './random.ts'
import { Shop } from './shop.ts'

const LOG = { partitions: 4, schemaId: 7 }
const NOW_MS = 1_736_782_200_000
const SEEDS = Array.from({ length: 60 }, (_, seed) => seed)

const siteOf = (seed: number): FaultSite => {
  const at = { step: 0, type: 'ORDER_CREATED', eventMs: NOW_MS, arrivalMs: NOW_MS } as const
  const [sent, sound] = [0, 1].map((order) => new Shop(seed).event({ ...at, order }) as CreatedEvent)
  return { ...LOG, random: new Random(seed), sent: sent!, sound: sound! }
}

/** A log whose partitions have all reached now, with the creation that a fault refers to, and the fault. */
const logWith = (code: FaultCode, seed: number): readonly RawAppend[] => {
  const site = siteOf(seed)
  const beats = [0, 1, 2, 3].map((partition) =>
    heartbeat({ partition, eventMs: NOW_MS, timestampMs: NOW_MS, schemaId: LOG.schemaId }),
  )
  const sent = { key: Buffer.from(site.sent.order_id), value: frame(LOG.schemaId, encodeOrderEvent(site.sent)) }
  return [...beats, ...[sent, makeFault(code, site)].map((record) => ({ ...record, timestampMs: NOW_MS }))]
}

test.each(FAULT_CODES)('a fault made for %s is refused with that code and no other, in all its variants', (code) => {
  const refused = SEEDS.map((seed) => referenceRun(logWith(code, seed), LOG).conservation.refused)

  expect(refused).toEqual(SEEDS.map(() => ({ [code]: 1 })))
})

test('the variants of a code differ', () => {
  const variants = (code: FaultCode): number =>
    new Set(SEEDS.map((seed) => makeFault(code, { ...siteOf(0), random: new Random(seed) }).value?.toString('hex')))
      .size

  expect(['BAD_FRAMING', 'UNKNOWN_SCHEMA_ID', 'BAD_ITEM'].map((code) => variants(code as FaultCode))).toEqual([4, 3, 4])
  expect(variants('BAD_AVRO')).toBeGreaterThan(3)
})
