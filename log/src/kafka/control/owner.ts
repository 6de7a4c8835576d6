import { OrderUpError } from '@order-up/contracts'
import { ROUTES_TOPIC } from '../topic-names.ts'
import type { ControlLog } from './control-log.ts'

type Routes = Pick<ControlLog, 'upToNow' | 'append'>

/** Says from which epoch on an engine owns the live topics; the first one of an epoch counts. */
interface RoutesTable {
  readonly kind: 'table'
  readonly epoch: number
  readonly owner: string
}

const tableIn = (value: Buffer | null): RoutesTable | undefined => {
  const { kind, epoch, owner } = JSON.parse(String(value)) as Partial<RoutesTable>
  return kind === 'table' && typeof epoch === 'number' && typeof owner === 'string' ? { kind, epoch, owner } : undefined
}

/** The engine that owns the live topics; undefined before the first one. */
const ownerNow = async (control: Routes, signal: AbortSignal): Promise<string | undefined> => {
  let last: RoutesTable | undefined
  for (const { value } of await control.upToNow(ROUTES_TOPIC, signal)) {
    const table = tableIn(value)
    if (table !== undefined && table.epoch > (last?.epoch ?? 0)) last = table
  }
  return last?.owner
}

/**
 * Makes sure that an engine owns the live topics before it writes them: the first one that asks becomes their owner.
 * Throws OU1503, with the owner's name, where it is another.
 */
export const checkOwner = async (control: Routes, engine: string, signal: AbortSignal): Promise<void> => {
  let owner = await ownerNow(control, signal)
  if (owner === undefined) {
    const table: RoutesTable = { kind: 'table', epoch: 1, owner: engine }
    await control.append(ROUTES_TOPIC, { key: Buffer.from('1'), value: Buffer.from(JSON.stringify(table)) }, signal)
    owner = await ownerNow(control, signal)
  }
  if (owner !== engine) throw new OrderUpError('OU1503', { detail: `they belong to ${owner}, not to ${engine}` })
}
