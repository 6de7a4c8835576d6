import { alignRows } from '../terminal/align.ts'
import type { Paint } from '../terminal/paint.ts'
import { DEMO_SCHEMA, type DemoDatabase } from './demo-database.ts'
import type { DemoOptions } from './run-demo.ts'

const lookInside = ({ local, psql }: DemoDatabase, keep: boolean): readonly (readonly [string, string])[] => {
  if (local && !keep) return [['npm run demo -- --keep', 'keep the database up, to look into it with psql']]
  const question = `-c 'SELECT * FROM ${DEMO_SCHEMA}.orders LIMIT 5'`
  if (local) return [[`${psql} ${question}`, 'Ctrl-C ends the server']]
  return [
    [`${psql} ${question}`, 'look at the tables'],
    [`${psql} -c 'DROP SCHEMA ${DEMO_SCHEMA} CASCADE'`, 'drop them'],
  ]
}

const MORE: readonly (readonly [string, string])[] = [
  ['npm run demo -- --orders 50000 --seed 7', 'another shop, ten times as large'],
  ['npm run demo -- --file orders.jsonl.gz', 'a raw log of your own'],
  ['npx order-up contracts verify', 'prove the engine by every golden case'],
  ['npx order-up --help', 'everything else'],
]

/** What to type next. Lines that hold a whole psql command stand alone, for they are long. */
export const nextLines = (
  options: Pick<DemoOptions, 'keep'>,
  database: DemoDatabase,
  paint: Paint,
): readonly string[] => {
  const inside = lookInside(database, options.keep)
  const isShort = ([line]: readonly [string, string]): boolean => line.length < 50
  const long = inside.filter((line) => !isShort(line)).flatMap(([line, does]) => [`  # ${does}`, `  ${line}`])
  const short = alignRows([...inside.filter(isShort), ...MORE], ['left', 'left']).map((line) => `  ${line}`)
  return ['', paint('bold', 'Next'), ...long, ...short]
}
