import { OUTPUT_NAMES } from '@order-up/contracts'
import { MERGE_PLANS, METADATA_COLUMNS, type MergePlan } from '../plan/merge-plan.ts'
import { typeName } from './column-types.ts'

export interface ColumnDefinition {
  readonly name: string
  readonly type: string
  readonly nullable: boolean
  readonly default?: string
}

/** A table as data: what `sink ddl` prints, and what an existing table is compared with. */
export interface TableDefinition {
  readonly table: string
  readonly meaning: string
  readonly columns: readonly ColumnDefinition[]
  readonly primaryKey: readonly string[]
}

const required = (name: string, type: string): ColumnDefinition => ({ name, type, nullable: false })

const MEANINGS: Readonly<Record<string, string>> = {
  orders: 'The latest state of each order.',
  customers: 'Each customer after the latest counted order, by currency.',
  order_metrics: 'Closed event-time windows.',
  late_orders: 'Orders that came after a window of theirs had closed.',
  dead_letters: 'Raw records that were refused, with the reason.',
}

const plannedTable = ({ table, key, columns }: MergePlan): TableDefinition => ({
  table,
  meaning: MEANINGS[table]!,
  columns: [...columns, ...Object.values(METADATA_COLUMNS)].map(({ name, type, nullable }) => ({
    name,
    type: typeName(type),
    nullable,
    ...(name === METADATA_COLUMNS.loadedAt.name && { default: 'now()' }),
  })),
  primaryKey: key,
})

const OFFSETS: TableDefinition = {
  table: 'sink_offsets',
  meaning: 'How far each group of loaders is in the log, and which loader holds the group.',
  columns: [
    required('group_id', 'text'),
    required('topic', 'text'),
    required('partition', 'integer'),
    required('log_id', 'text'),
    required('epoch', 'bigint'),
    required('next_offset', 'bigint'),
    { ...required('loaded_at', 'timestamptz(3)'), default: 'now()' },
  ],
  primaryKey: ['group_id', 'topic', 'partition'],
}

const CONFLICTS: TableDefinition = {
  table: 'sink_conflicts',
  meaning: 'Records that were not merged: of each table, key, kind and partition the newest.',
  columns: [
    required('table_name', 'text'),
    required('record_key', 'text'),
    required('kind', 'text'),
    required('partition', 'integer'),
    required('version', 'bigint'),
    required('content', 'jsonb'),
    { ...required('loaded_at', 'timestamptz(3)'), default: 'now()' },
  ],
  primaryKey: ['table_name', 'record_key', 'kind', 'partition'],
}

/** Every table of the sink. */
export const TABLES: readonly TableDefinition[] = [
  ...OUTPUT_NAMES.map((output) => plannedTable(MERGE_PLANS[output])),
  OFFSETS,
  CONFLICTS,
]

const columnText = ({ name, type, nullable, ...rest }: ColumnDefinition): string =>
  [
    name,
    type,
    ...(nullable ? [] : ['NOT NULL']),
    ...(rest.default === undefined ? [] : [`DEFAULT ${rest.default}`]),
  ].join(' ')

const createText = ({ table, meaning, columns, primaryKey }: TableDefinition): string => {
  const lines = [...columns.map(columnText), `PRIMARY KEY (${primaryKey.join(', ')})`]
  return `-- ${meaning}\nCREATE TABLE IF NOT EXISTS ${table} (\n  ${lines.join(',\n  ')}\n);\n`
}

/** The statements that make every table that is missing; they change none that is there. What `sink ddl` prints. */
export const ddlText = (): string => TABLES.map(createText).join('\n')
