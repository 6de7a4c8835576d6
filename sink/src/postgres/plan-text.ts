import { OUTPUT_NAMES, OUTPUT_TOPICS } from '@order-up/contracts'
import { MERGE_PLANS, METADATA_COLUMNS, type MergePlan } from '../plan/merge-plan.ts'
import { typeName } from './column-types.ts'
import { nameList } from './sql-names.ts'

const newest = ({ version, home }: MergePlan): string => {
  if (version === undefined) return 'written once: another record of the key is a duplicate, or a conflict to report'
  const rule = `a record replaces the row if its ${version} is higher`
  return home === undefined
    ? rule
    : `${rule}; where the ${home} differs, the lowest keeps the key and the others are conflicts to report`
}

const indented = (text: string): string => text.replaceAll('\n', '\n  ')

const tableText = (plan: MergePlan): string => {
  const columns = [...plan.columns, ...Object.values(METADATA_COLUMNS)]
  const typed = columns.map(({ name, type, nullable }) => `${name} ${typeName(type)}${nullable ? '?' : ''}`)
  return `${plan.table} <- ${OUTPUT_TOPICS[plan.output]}
  key: ${plan.key.join(', ')}
  ${newest(plan)}
  columns: ${indented(nameList(typed))}
`
}

/** What a load would do, in words: of each table its topic, key, rule and columns. What `sink plan` prints. */
export const planText = (): string =>
  [
    ...OUTPUT_NAMES.map((output) => tableText(MERGE_PLANS[output])),
    'Each batch is one statement: rows, conflicts and positions (sink_offsets) become durable together or not at all.\n',
  ].join('\n')
