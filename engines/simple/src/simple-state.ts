import { type ClaimedTask, OrderUpError, wholeCopy } from '@order-up/contracts'
import { longCodec } from '@order-up/engine-core'
import { ChangeLog } from './changes.ts'
import { Clock } from './clock.ts'
import { Control } from './control.ts'
import { Customers } from './customers.ts'
import { OrdersImage } from './orders-image.ts'
import { PartitionOrders } from './partition-orders.ts'
import { Windows } from './windows.ts'

/** Everything that the engine knows, in the heap, each kind with its own prefix in the changelog. */
export interface SimpleState {
  readonly changes: ChangeLog
  readonly control: Control
  readonly clock: Clock
  /** By raw partition. */
  readonly orders: readonly PartitionOrders[]
  readonly windows: Windows
  readonly customers: Customers
}

const emptyState = (partitions: number): SimpleState => {
  const changes = new ChangeLog()
  return {
    changes,
    control: new Control(changes),
    clock: new Clock(changes, partitions),
    orders: Array.from({ length: partitions }, (_, partition) => new PartitionOrders(changes, partition)),
    windows: new Windows(changes),
    customers: new Customers(changes),
  }
}

/** What the changelog holds, gathered by kind before any of it is built: its keys come in any order. */
class StateImage {
  readonly orders: readonly OrdersImage[]
  readonly windows = new Map<string, Buffer>()
  readonly members: string[] = []
  readonly customers = new Map<string, Buffer>()
  readonly placed = new Map<string, Buffer>()
  readonly #state: SimpleState

  constructor(state: SimpleState) {
    this.#state = state
    this.orders = state.orders.map(() => new OrdersImage())
  }

  /** What each prefix of a changelog key stands for; `rest` is the key behind it. */
  readonly #kinds: Readonly<Record<string, (rest: string, body: Buffer) => void>> = {
    x: (rest, body) => this.#state.control.load(rest, body),
    t: (rest, body) => this.#state.clock.load(Number(rest), longCodec.decodeBody(body)),
    o: (rest, body) => this.#ofPartition(rest, (image, key) => image.addOrder(key, body)),
    i: (rest, body) => this.#ofPartition(rest, (image, key) => image.addRemembered(key, body)),
    h: (rest, body) => this.#ofPartition(rest, (image, key) => image.addHeld(key, body)),
    w: (rest, body) => this.windows.set(rest, body),
    m: (rest) => this.members.push(rest),
    c: (rest, body) => this.customers.set(rest, body),
    q: (rest, body) => this.placed.set(rest, body),
  }

  add(key: Buffer, body: Buffer): void {
    const text = key.toString()
    const kind = this.#kinds[text[0] as string]
    if (kind === undefined) throw new OrderUpError('OU1306', { detail: `unknown key ${text}` })
    kind(text.slice(2), body)
  }

  #ofPartition(rest: string, use: (image: OrdersImage, key: string) => void): void {
    const bar = rest.indexOf('|')
    const image = this.orders[Number(rest.slice(0, bar))]
    if (image === undefined) throw new OrderUpError('OU1301', { detail: `state has orders of partition ${rest}` })
    use(image, rest.slice(bar + 1))
  }
}

/** The state of a claimed task as its changelog has it (E3). Throws OU1306 where it can't be read. */
export const restoreState = async (task: ClaimedTask, partitions: number): Promise<SimpleState> => {
  const state = emptyState(partitions)
  const image = new StateImage(state)
  await task.restore(wholeCopy((key, value) => image.add(key, value)))
  for (const [partition, orders] of state.orders.entries()) orders.load(image.orders[partition] as OrdersImage)
  state.windows.load(image.windows, image.members)
  state.customers.load(image.customers, image.placed)
  return state
}
