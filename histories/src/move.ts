/** From where an event's time is counted: what its partition, order, customer or another partition has come to. */
export const ANCHORS = ['partition', 'minute', 'fiveMinutes', 'hour', 'order', 'customer', 'otherPartition'] as const
export type Anchor = (typeof ANCHORS)[number]

/** A point in event time, so far from an anchor. */
export interface Instant {
  readonly from: Anchor
  readonly byMs: number
}

/** A line of a basket; `price` in minor units. */
export interface Line {
  readonly category: string
  readonly quantity: number
  readonly price: number
}

/** A basket: of lines, or flat where there is none. */
export interface BasketPlan {
  readonly amount: number
  readonly count: number
  readonly lines: readonly Line[]
}

export type PayloadPlan =
  | { readonly kind: 'created'; readonly customer: string; readonly currency: string; readonly basket: BasketPlan }
  | { readonly kind: 'updated'; readonly basket: BasketPlan }
  | { readonly kind: 'confirmed' | 'shipped' | 'delivered' | 'cancelled' | 'heartbeat' }

/** What makes an event one that V5 to V7 refuse. */
export const FLAWS = [
  'schemaVersion',
  'eventId',
  'orderId',
  'longOrderId',
  'otherKey',
  'noKey',
  'payload',
  'customerId',
  'noAmount',
  'greatAmount',
  'currency',
  'itemsCount',
  'lines',
  'linePrice',
  'lineName',
  'before1970',
  'after9999',
] as const
export type Flaw = (typeof FLAWS)[number]

export interface EventMove {
  readonly kind: 'event'
  readonly partition: number
  readonly order: number
  readonly payload: PayloadPlan
  readonly at: Instant
  /** How far the record's timestamp is ahead of the event. */
  readonly stampedMs: number
  /** It carries the id of the last event of its order. */
  readonly sameId: boolean
  readonly flaw: Flaw | null
}

/** What becomes of the body of a record that is sent again. */
export type Damage =
  | { readonly kind: 'cut'; readonly share: number }
  | { readonly kind: 'flip'; readonly share: number; readonly bits: number }
  | { readonly kind: 'append'; readonly bytes: string }

/** Values that no decoder gets to see. */
export const VALUES = {
  nothing: null,
  empty: '',
  fiveBytes: '0000000001',
  otherMagic: '010000000100',
  text: '7b226f72646572223a317d',
  idOfNone: '000000000000',
  idUnknown: '007ffffffe00',
  idTooGreat: '008000000000',
} as const satisfies Readonly<Record<string, string | null>>
export type ValueName = keyof typeof VALUES

/** A record is sent again: the last one of its order, or so many of them back; of any order where that has none. */
export interface ResendMove {
  readonly kind: 'resend'
  readonly order: number
  readonly back: number
  readonly damage: Damage | null
  readonly otherKey: boolean
}

/** One thing that happens to a raw log. Partitions, orders and records are taken modulo how many there are. */
export type Move =
  | EventMove
  | { readonly kind: 'beats'; readonly at: Instant }
  | { readonly kind: 'burst'; readonly partition: number; readonly order: number; readonly events: number }
  | ResendMove
  | { readonly kind: 'value'; readonly partition: number; readonly value: ValueName; readonly longKey: boolean }

/** A history before it is written down; null stands for a move that shrinking took out. */
export interface HistoryPlan {
  readonly partitions: number
  readonly flush: boolean
  readonly moves: readonly (Move | null)[]
}
