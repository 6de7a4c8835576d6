import { readFileSync, writeFileSync } from 'node:fs'
import { OUTPUT_NAMES } from '@order-up/contracts'
import { MERGE_PLANS } from '../plan/merge-plan.ts'
import { loadStatement } from './load-statement.ts'
import { planText } from './plan-text.ts'
import { ddlText } from './table-definitions.ts'

/** What is rendered, by the file under `golden/` that holds it as it was reviewed. */
const RENDERED: Readonly<Record<string, string>> = {
  'ddl.sql': ddlText(),
  'plan.txt': planText(),
  ...Object.fromEntries(
    OUTPUT_NAMES.map((output) => [`load-${MERGE_PLANS[output].table}.sql`, loadStatement(MERGE_PLANS[output])]),
  ),
}

test.each(Object.entries(RENDERED))(
  '%s is as it was reviewed (ORDER_UP_UPDATE_GOLDEN=1 writes it anew)',
  (name, text) => {
    const file = new URL(`../../../src/postgres/golden/${name}`, import.meta.url)
    if (process.env.ORDER_UP_UPDATE_GOLDEN === '1') writeFileSync(file, text)

    expect(text).toBe(readFileSync(file, 'utf8'))
  },
)
