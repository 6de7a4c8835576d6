import type { MergePlan } from '../plan/merge-plan.ts'
import { nameList, replacedColumns, sameKey } from './sql-names.ts'

/** What a report is ordered by: the newest of a key, kind and partition stays. */
const version = ({ version }: MergePlan, row: string): string => (version === undefined ? '0' : `${row}.${version}`)

/** The fields of a row as JSON. */
const content = ({ columns }: MergePlan, row: string): string =>
  `(SELECT to_jsonb(fields) FROM (SELECT ${nameList(columns.map(({ name }) => `${row}.${name}`))}) AS fields)`

/** Records that lost against another one of their batch. */
const conflictsInBatch = (plan: MergePlan): string => `
  SELECT record_key, refused AS kind, record_partition AS partition, false AS displaced,
    ${version(plan, 'input')} AS version,
    ${content(plan, 'input')} AS content
  FROM input WHERE refused IS NOT NULL`

/** Records that are as new as the stored row and say something else. */
const conflictsOfContent = (plan: MergePlan): string => {
  const fields = plan.columns.map(({ name }) => name).filter((name) => !plan.key.includes(name))
  const asNew = [plan.home, plan.version].flatMap((column) =>
    column === undefined ? [] : [`stored.${column} = unmerged.${column} AND `],
  )
  return `
  SELECT record_key, 'different_content', record_partition, false,
    ${version(plan, 'unmerged')},
    ${content(plan, 'unmerged')}
  FROM unmerged JOIN ${plan.table} AS stored ON ${sameKey(plan, 'unmerged')}
  WHERE ${asNew.join('')}
    (${nameList(fields.map((name) => `stored.${name}`))})
    IS DISTINCT FROM
    (${nameList(fields.map((name) => `unmerged.${name}`))})`
}

/** Records of a key whose row has a lower home, and stored rows that one with a lower home has displaced. */
const conflictsOfHome = (plan: MergePlan, home: string): string => `
  SELECT record_key, 'second_partition', unmerged.${home}, false,
    ${version(plan, 'unmerged')},
    ${content(plan, 'unmerged')}
  FROM unmerged JOIN ${plan.table} AS stored ON ${sameKey(plan, 'unmerged')}
  WHERE stored.${home} < unmerged.${home}
  UNION ALL
  SELECT record_key, 'second_partition', stored.${home}, true,
    ${version(plan, 'stored')},
    ${content(plan, 'stored')}
  FROM unmerged JOIN ${plan.table} AS stored ON ${sameKey(plan, 'unmerged')}
  WHERE stored.${home} > unmerged.${home}`

/** Gives a key to the record with the lower home; undefined where keys have none. */
export const displacedCte = (plan: MergePlan): string | undefined => {
  if (plan.home === undefined) return undefined
  const replaced = replacedColumns(plan)
  const assignments = replaced.map((name) => `${name} = ${name === 'source' ? '$2' : `unmerged.${name}`}`)
  return `displaced AS (
  UPDATE ${plan.table} AS stored SET
    ${[...assignments, 'loaded_at = now()'].join(',\n    ')}
  FROM unmerged
  WHERE ${sameKey(plan, 'unmerged')} AND stored.${plan.home} > unmerged.${plan.home}
  RETURNING stored.${plan.home}
)`
}

/** Finds the conflicts, and keeps the newest of each key, kind and partition. */
export const conflictsCte = (plan: MergePlan): string => {
  const kinds = [
    conflictsInBatch(plan),
    conflictsOfContent(plan),
    ...(plan.home === undefined ? [] : [conflictsOfHome(plan, plan.home)]),
  ]
  return `conflict AS (${kinds.join('\n  UNION ALL')}
),
reported AS (
  INSERT INTO sink_conflicts AS stored (table_name, record_key, kind, partition, version, content)
  SELECT DISTINCT ON (record_key COLLATE "C", kind, partition)
    '${plan.table}', record_key, kind, partition, version, content
  FROM conflict ORDER BY record_key COLLATE "C", kind, partition, version DESC
  ON CONFLICT (table_name, record_key, kind, partition) DO UPDATE SET
    version = EXCLUDED.version, content = EXCLUDED.content, loaded_at = now()
  WHERE stored.version < EXCLUDED.version
)`
}
