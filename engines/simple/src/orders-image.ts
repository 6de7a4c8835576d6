import { longCodec, type OrderState } from '@order-up/engine-core'
import { orderCodec } from './state-codecs.ts'

interface RememberedId {
  readonly orderId: string
  readonly eventId: string
  readonly seenMs: number
}

interface HeldKey {
  readonly orderId: string
  readonly offset: number
  readonly timestampMs: number
}

const split = (key: string): readonly [orderId: string, rest: string] => {
  const bar = key.indexOf('|')
  return [key.slice(0, bar), key.slice(bar + 1)]
}

/** What the changelog says about one partition's orders, gathered in whatever order its keys come. */
export class OrdersImage {
  readonly orders = new Map<string, OrderState>()
  readonly #remembered: RememberedId[] = []
  readonly #held: HeldKey[] = []

  addOrder(orderId: string, body: Buffer): void {
    this.orders.set(orderId, orderCodec.decodeBody(body))
  }

  addRemembered(key: string, body: Buffer): void {
    const [orderId, eventId] = split(key)
    this.#remembered.push({ orderId, eventId, seenMs: longCodec.decodeBody(body) })
  }

  addHeld(key: string, body: Buffer): void {
    const [orderId, offset] = split(key)
    this.#held.push({ orderId, offset: Number(offset), timestampMs: longCodec.decodeBody(body) })
  }

  rememberedOldestFirst(): readonly RememberedId[] {
    return this.#remembered.sort((left, right) => left.seenMs - right.seenMs)
  }

  heldInOrder(): readonly HeldKey[] {
    return this.#held.sort((left, right) => left.offset - right.offset)
  }
}
