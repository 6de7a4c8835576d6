import {
  type LoadBatch,
  type LoadConflict,
  type LoadReport,
  OrderUpError,
  OUTPUT_NAMES,
  OUTPUT_TOPICS,
  type Position,
  type Sink,
  type SinkClaim,
} from '@order-up/contracts'
import type { Cut, TestDatabase } from '@order-up/contracts/kit'
import { MemoryTables } from './memory-tables.ts'

/** What the database knows of a group of loaders. */
interface Group {
  readonly logId: string
  readonly partitions: number
  epoch: number
  readonly positions: Position[]
}

/** What loaders share. */
interface Shared {
  readonly tables: MemoryTables
  readonly groups: Map<string, Group>
}

const newGroup = ({ logId, partitions }: SinkClaim): Group => ({
  logId,
  partitions,
  epoch: 0,
  positions: OUTPUT_NAMES.flatMap((output) =>
    Array.from({ length: partitions }, (_, partition) => ({ topic: OUTPUT_TOPICS[output], partition, offset: 0 })),
  ),
})

class MemorySink implements Sink {
  readonly #shared: Shared
  #holds: { readonly group: Group; readonly name: string; readonly epoch: number } | undefined
  #last: Promise<unknown> = Promise.resolve()

  constructor(shared: Shared) {
    this.#shared = shared
  }

  async claim(claim: SinkClaim): Promise<readonly Position[]> {
    const { groups } = this.#shared
    if ([...groups.values()].some(({ logId }) => logId !== claim.logId)) throw new OrderUpError('OU1307')
    const group = groups.get(claim.group) ?? newGroup(claim)
    if (group.partitions !== claim.partitions) throw new OrderUpError('OU1301')
    groups.set(claim.group, group)
    group.epoch += 1
    this.#holds = { group, name: claim.group, epoch: group.epoch }
    return [...group.positions]
  }

  load(batch: LoadBatch): Promise<LoadReport> {
    const report = this.#last.then(() => this.#load(batch))
    this.#last = report
    return report
  }

  async close(): Promise<void> {}

  #load({ output, spans, records }: LoadBatch): LoadReport {
    const { group, name, epoch } = this.#holds!
    if (group.epoch !== epoch) throw new OrderUpError('OU1502', { detail: `group ${name}` })
    const moved = spans.map(({ partition, fromOffset, nextOffset }) => {
      const isHere = (position: Position) =>
        position.topic === OUTPUT_TOPICS[output] && position.partition === partition
      const at = group.positions.findIndex(isHere)
      if (group.positions[at]!.offset !== fromOffset) throw new OrderUpError('OU7002')
      return { at, offset: nextOffset }
    })
    for (const { at, offset } of moved) group.positions[at] = { ...group.positions[at]!, offset }
    const counts = { inserted: 0, updated: 0, stale: 0, refused: 0 }
    const conflicts: LoadConflict[] = []
    for (const record of records) {
      const { outcome, conflict } = this.#shared.tables.merge(output, record)
      counts[outcome] += 1
      if (conflict !== undefined) conflicts.push(conflict)
    }
    return { ...counts, unconfirmed: 0, conflicts }
  }
}

/** A loader whose calls fail from the one with this number on: before the database does it, or after. */
const fragile = (sink: Sink, request: number, cut: Cut): Sink => {
  let calls = 0
  const call = async <T>(body: () => Promise<T>): Promise<T> => {
    const at = calls
    calls += 1
    if (at > request || (at === request && cut === 'before')) throw new OrderUpError('OU1201')
    const result = await body()
    if (at === request) throw new OrderUpError('OU1201')
    return result
  }
  return {
    claim: (claim) => call(() => sink.claim(claim)),
    load: (batch) => call(() => sink.load(batch)),
    close: sink.close,
  }
}

/** A database in memory, with everything that the port promises: what the loader and the kit are tested with. */
export const createMemoryDatabase = async (): Promise<TestDatabase> => {
  const shared: Shared = { tables: new MemoryTables(), groups: new Map() }
  return {
    open: async () => new MemorySink(shared),
    openFragile: async (request, cut) => fragile(new MemorySink(shared), request, cut),
    tables: async () => shared.tables.read(),
    deadlocks: 0,
    close: async () => {},
  }
}
