import type { StateChange } from '@order-up/contracts'
import { longCodec } from '@order-up/engine-core'
import type { ChangeLog, Changing } from './changes.ts'
import type { OpenOrder } from './open-order.ts'
import { orderCodec } from './state-codecs.ts'
import { STATE_KEYS, stateChange } from './state-keys.ts'

/** What a step does to one remembered id. */
interface IdChange {
  readonly eventId: string
  /** True where the changelog held it before the step. */
  readonly existed: boolean
  /** The partition's time when it was accepted; undefined once forgotten. */
  seenMs: number | undefined
}

/** What a step does to one order's keys in the changelog: that of its row, and one for each remembered id. */
export interface OrderChange {
  readonly orderId: string
  /** True where the changelog held the row before the step. */
  readonly existed: boolean
  /** True where the row changes. */
  isRowChanged: boolean
  /** The order; undefined once forgotten. */
  order: OpenOrder | undefined
  ids: IdChange[]
}

const NO_CHANGES: IdChange[] = []

const idChange = ({ ids }: OrderChange, eventId: string): IdChange | undefined => {
  for (const id of ids) if (id.eventId === eventId) return id
  return undefined
}

/** Mostly there is one: an array that is pushed to takes room for many. */
const addIdChange = (change: OrderChange, id: IdChange): void => {
  if (change.ids.length === 0) change.ids = [id]
  else change.ids.push(id)
}

/**
 * What the step has done to the orders of one partition, at most one change a key. An order knows its own changes, so
 * that none is looked up by key, and no key is joined before the step is committed.
 */
export class OrderChanges implements Changing {
  readonly #log: ChangeLog
  readonly #partition: number
  #changes: OrderChange[] = []
  /** Orders forgotten in this step: one of them may come back within it. */
  readonly #forgotten = new Map<string, OrderChange>()

  constructor(log: ChangeLog, partition: number) {
    this.#log = log
    this.#partition = partition
    log.register(this)
  }

  /** Notes an order that is new. */
  open(order: OpenOrder): void {
    const { orderId } = order.state
    const change = this.#forgotten.get(orderId) ?? this.#begin(orderId, false)
    this.#forgotten.delete(orderId)
    change.order = order
    order.change = change
    this.#changeRow(change)
  }

  /** Notes that an order's state is another one. */
  touch(order: OpenOrder): void {
    this.#changeRow(this.#changeOf(order))
  }

  /** Notes that an order is forgotten, which remembers nothing any more. */
  drop(order: OpenOrder): void {
    const change = this.#changeOf(order)
    change.order = undefined
    this.#forgotten.set(change.orderId, change)
    if (change.existed) this.#changeRow(change)
    else {
      change.isRowChanged = false
      this.#log.count -= 1
    }
  }

  /** Notes an id that is remembered from now on. */
  remember(order: OpenOrder, eventId: string, seenMs: number): void {
    const change = this.#changeOf(order)
    const known = idChange(change, eventId)
    if (known === undefined) addIdChange(change, { eventId, existed: false, seenMs })
    else known.seenMs = seenMs
    if (known?.existed !== true) this.#log.count += 1
  }

  /** Notes that an id is remembered no longer. */
  forget(order: OpenOrder, eventId: string): void {
    const change = this.#changeOf(order)
    const known = idChange(change, eventId)
    if (known === undefined) addIdChange(change, { eventId, existed: true, seenMs: undefined })
    else known.seenMs = undefined
    if (known === undefined) this.#log.count += 1
    else if (!known.existed) this.#log.count -= 1
  }

  #changeOf(order: OpenOrder): OrderChange {
    order.change ??= this.#begin(order.state.orderId, true, order)
    return order.change
  }

  #begin(orderId: string, existed: boolean, order?: OpenOrder): OrderChange {
    const change: OrderChange = { orderId, existed, isRowChanged: false, order, ids: NO_CHANGES }
    this.#changes.push(change)
    return change
  }

  #changeRow(change: OrderChange): void {
    if (change.isRowChanged) return
    change.isRowChanged = true
    this.#log.count += 1
  }

  drain(into: StateChange[]): void {
    for (const change of this.#changes) {
      this.#drainRow(change, into)
      for (const id of change.ids) this.#drainId(change, id, into)
      if (change.order !== undefined) change.order.change = undefined
    }
    this.#changes = []
    this.#forgotten.clear()
  }

  #drainRow({ orderId, isRowChanged, order }: OrderChange, into: StateChange[]): void {
    if (!isRowChanged) return
    const value = order === undefined ? null : orderCodec.encodeBody(order.state)
    into.push(stateChange(STATE_KEYS.o(this.#partition, orderId), value))
  }

  #drainId({ orderId }: OrderChange, { eventId, existed, seenMs }: IdChange, into: StateChange[]): void {
    if (seenMs === undefined && !existed) return
    const value = seenMs === undefined ? null : longCodec.encodeBody(seenMs)
    into.push(stateChange(STATE_KEYS.i(this.#partition, orderId, eventId), value))
  }
}
