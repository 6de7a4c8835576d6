import { createPaint } from '../terminal/paint.ts'
import type { DemoDatabase } from './demo-database.ts'
import { nextLines } from './next-lines.ts'

const plain = createPaint(false)
const database = (local: boolean): DemoDatabase => ({ local, psql: 'psql -h db -p 5432 -U me orders' }) as DemoDatabase

const shown = (local: boolean, keep: boolean): string => nextLines({ keep }, database(local), plain).join('\n')

test('a server that has ended is offered to be kept up', () => {
  expect(shown(true, false)).toMatch(/npm run demo -- --keep {2,}keep the database up/)
  expect(shown(true, false)).not.toContain('psql -h')
})

test('a server that is kept up is offered to psql, and so are the tables in a database of the user’s', () => {
  const look = "psql -h db -p 5432 -U me orders -c 'SELECT * FROM order_up_demo.orders LIMIT 5'"

  expect(shown(true, true)).toContain(`# Ctrl-C ends the server\n  ${look}\n`)
  expect(shown(false, false)).toContain(`# look at the tables\n  ${look}\n  # drop them\n  psql -h db`)
})
