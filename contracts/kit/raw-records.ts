import { frame } from '../src/framing.ts'
import type { LogRecord } from '../src/log-port.ts'
import type { CaseRecord } from './golden-case.ts'

/**
 * First schema id given to a foreign writer's schema: far from the small ids that registries hand out and from the ids
 * that cases use as unknown.
 */
const FIRST_WRITER_ID = 500_000_001

/** A raw record together with where it goes. */
export interface RawRecord extends LogRecord {
  readonly partition: number
}

const writerIds = (records: readonly CaseRecord[]): ReadonlyMap<string, number> => {
  const ids = new Map<string, number>()
  for (const { content } of records)
    if (content.kind === 'body' && content.schemaText !== null && !ids.has(content.schemaText))
      ids.set(content.schemaText, FIRST_WRITER_ID + ids.size)
  return ids
}

/** What the registry must answer for the foreign writers' schemas of `records`, by schema id (V3). */
export const registryOf = (records: readonly CaseRecord[]): Map<number, string> =>
  new Map([...writerIds(records)].map(([text, id]) => [id, text]))

/** The raw records as they stand in a log that frames OrderEvent values with `schemaId`. */
export const rawRecords = (records: readonly CaseRecord[], schemaId: number): readonly RawRecord[] => {
  const ids = writerIds(records)
  return records.map(({ content, ...record }) => {
    if (content.kind === 'value') return { ...record, value: content.value }
    const id = content.schemaText === null ? schemaId : (ids.get(content.schemaText) as number)
    return { ...record, value: frame(id, content.body) }
  })
}
