import { type CaseContent, type CaseRecord, RawHistory, START_MS } from '@order-up/contracts/kit'
import { SPOILS } from './flaws.ts'
import {
  type Anchor,
  type Damage,
  type EventMove,
  type HistoryPlan,
  type Instant,
  type Move,
  type PayloadPlan,
  type ResendMove,
  VALUES,
} from './move.ts'
import { payloadOf } from './payload-of.ts'

const LONG_KEY = 'k'.repeat(1_025)
const SHIPPED: PayloadPlan = { kind: 'shipped' }

const damaged = (body: Buffer, damage: Damage): Buffer => {
  if (damage.kind === 'append') return Buffer.concat([body, Buffer.from(damage.bytes, 'hex')])
  const at = Math.floor((body.length * damage.share) / 100)
  if (damage.kind === 'cut') return body.subarray(0, at)
  const flipped = Buffer.from(body)
  flipped[at] = (flipped[at] ?? 0) ^ damage.bits
  return flipped
}

/** What an instant may be counted from. */
interface Place {
  readonly partition: number
  readonly order: number
  readonly customer: string
}

/** Writes moves down as raw records, keeping the times from which instants are counted. */
class HistoryWriter {
  readonly #history: RawHistory
  readonly #timesMs: number[]
  readonly #orderTimesMs = new Map<string, number>()
  readonly #customerTimesMs = new Map<string, number>()
  readonly #lastIds = new Map<string, string>()

  constructor(partitions: number) {
    this.#history = new RawHistory(partitions)
    this.#timesMs = new Array<number>(partitions).fill(START_MS)
  }

  get records(): readonly CaseRecord[] {
    return this.#history.records
  }

  write(move: Move): void {
    switch (move.kind) {
      case 'event':
        this.#event({ ...move, partition: move.partition % this.#timesMs.length })
        break
      case 'beats':
        this.#beats(move.at)
        break
      case 'burst':
        this.#burst(move.partition % this.#timesMs.length, move.order, move.events)
        break
      case 'resend':
        this.#resend(move)
        break
      case 'value':
        this.#value(move)
        break
    }
  }

  #event({ partition, order, payload: plan, at, stampedMs, sameId, flaw }: EventMove): void {
    const customer = plan.kind === 'created' ? plan.customer : ''
    const atMs = this.#instant(at, { partition, order, customer })
    const name = `${partition}|${order}`
    const eventId = (sameId ? this.#lastIds.get(name) : undefined) ?? this.#nextId()
    const orderId = plan.kind === 'heartbeat' ? 'heartbeat' : `O-${order}`
    const spec = {
      partition,
      orderId,
      eventId,
      atMs,
      payload: payloadOf(plan),
      timestampMs: Math.max(atMs + stampedMs, 0),
    }
    this.#history.event(flaw === null ? spec : SPOILS[flaw](spec))
    if (flaw !== null || stampedMs < -60_000) return
    this.#timesMs[partition] = Math.max(this.#timesMs[partition] as number, atMs)
    this.#orderTimesMs.set(name, atMs)
    this.#lastIds.set(name, eventId)
    if (plan.kind === 'created') this.#customerTimesMs.set(customer, atMs)
  }

  #nextId(): string {
    return `00000000-0000-4000-8000-${String(this.records.length).padStart(12, '0')}`
  }

  #instant({ from, byMs }: Instant, place: Place): number {
    return this.#anchorMs(from, place) + byMs
  }

  #anchorMs(from: Anchor, { partition, order, customer }: Place): number {
    const nowMs = this.#timesMs[partition] as number
    const windowMs = (sizeMs: number): number => Math.floor(nowMs / sizeMs) * sizeMs
    const anchors: Readonly<Record<Anchor, () => number>> = {
      partition: () => nowMs,
      minute: () => windowMs(60_000),
      fiveMinutes: () => windowMs(300_000),
      hour: () => windowMs(3_600_000),
      order: () => this.#orderTimesMs.get(`${partition}|${order}`) ?? nowMs,
      customer: () => this.#customerTimesMs.get(customer) ?? nowMs,
      otherPartition: () => this.#timesMs[(partition + 1) % this.#timesMs.length] as number,
    }
    return anchors[from]()
  }

  #plainEvent(partition: number, order: number, payload: PayloadPlan, at: Instant): void {
    this.#event({ kind: 'event', partition, order, payload, at, stampedMs: 0, sameId: false, flaw: null })
  }

  /** Carries every partition to one instant. */
  #beats(at: Instant): void {
    const atMs = this.#instant(at, { partition: 0, order: 0, customer: '' })
    for (const [partition, nowMs] of this.#timesMs.entries())
      this.#plainEvent(partition, 0, { kind: 'heartbeat' }, { from: 'partition', byMs: atMs - nowMs })
  }

  #burst(partition: number, order: number, events: number): void {
    for (let n = 0; n < events; n += 1) this.#plainEvent(partition, order, SHIPPED, { from: 'partition', byMs: 0 })
  }

  #resend({ order, back, damage, otherKey }: ResendMove): void {
    const ofOrder = this.records.filter(({ key }) => key?.toString() === `O-${order}`)
    const candidates = ofOrder.length > 0 ? ofOrder : this.records
    const record = candidates.at(-1 - (back % candidates.length))
    if (record === undefined) return
    const { partition, key, timestampMs, content } = record
    const again: CaseContent =
      content.kind === 'value' || damage === null ? content : { ...content, body: damaged(content.body, damage) }
    this.#history.add({ partition, key: otherKey ? Buffer.from('other') : key, timestampMs, content: again })
  }

  #value({ partition, value: name, longKey }: Extract<Move, { kind: 'value' }>): void {
    const hex = VALUES[name]
    const value = hex === null ? null : Buffer.from(hex, 'hex')
    const key = Buffer.from(longKey ? LONG_KEY : 'O-0')
    this.#history.add({ partition: partition % this.#timesMs.length, key, content: { kind: 'value', value } })
  }
}

/** The raw records of a history. The same plan gives the same records. */
export const writeHistory = ({ partitions, moves }: HistoryPlan): readonly CaseRecord[] => {
  const writer = new HistoryWriter(partitions)
  for (const move of moves) if (move !== null) writer.write(move)
  return writer.records
}
