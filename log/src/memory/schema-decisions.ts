import { MAX_SCHEMA_ID, ORDER_EVENT_SCHEMA, OUTPUT_NAMES, OUTPUT_SCHEMAS, type OutputName } from '@order-up/contracts'
import type { PartitionLog } from './partition-log.ts'

/** Id with which OrderEvent values are framed. */
export const ORDER_EVENT_ID = 1

/** Ids with which output values are framed. */
export const OUTPUT_IDS = Object.fromEntries(OUTPUT_NAMES.map((output, index) => [output, index + 2])) as Readonly<
  Record<OutputName, number>
>

/** Topic in which it stands once and for all what a schema id means (V3). */
export const SCHEMAS_TOPIC = 'orders.control.schemas'

const OWN_SCHEMAS: ReadonlyMap<number, string> = new Map([
  [ORDER_EVENT_ID, ORDER_EVENT_SCHEMA],
  ...OUTPUT_NAMES.map((output) => [OUTPUT_IDS[output], OUTPUT_SCHEMAS[output]] as const),
])

export interface SchemaDecisionSources {
  readonly control: PartitionLog
  readonly registry: ReadonlyMap<number, string>
  readonly now: () => number
}

/**
 * What an id stands for. The first answer for it is written to the control topic and stands, whatever becomes of the
 * registry; ids that no registry can have handed out are unknown without asking (V3).
 */
export const schemaDecisions = ({ control, registry, now }: SchemaDecisionSources): ((id: number) => string | null) => {
  const decided = new Map<number, string | null>()
  return (id) => {
    if (id < 1 || id > MAX_SCHEMA_ID) return null
    const known = decided.get(id)
    if (known !== undefined) return known
    const schema = registry.get(id) ?? OWN_SCHEMAS.get(id) ?? null
    const value = Buffer.from(JSON.stringify({ id, schema }))
    control.append({ timestampMs: now(), key: Buffer.from(String(id)), value })
    decided.set(id, schema)
    return schema
  }
}
