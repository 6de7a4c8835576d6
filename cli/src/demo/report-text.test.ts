import { createPaint, widthOf } from '../terminal/paint.ts'
import { reportLines } from './report-text.ts'
import { SAMPLE_REPORT } from './sample-run.ts'

const plain = createPaint(false)

test('a report reads in a terminal of a hundred columns, without trailing spaces or control characters', () => {
  const lines = reportLines(SAMPLE_REPORT, plain)

  expect(lines.filter((line) => widthOf(line) > 100 || /\s$|[^\x20-\x7e]/.test(line))).toEqual([])
})

test('a report tells the state of everything a newcomer wants to see', () => {
  const text = reportLines(SAMPLE_REPORT, plain).join('\n')

  const told = [
    '5,000 orders of seed 1 through engine simple into PostgreSQL 18.4 in 2.3 s',
    '2 records not merged',
    '2025-01-13 15:30:00  pending_payment  999999.99 GBP    1 item  1 held until it was created',
    'in orders now: delivered, 12.50 GBP, 3 events',
    'and became VIP with 10 orders, 990.00 GBP',
    '21 min behind  missed all its windows',
    'BAD_ITEM        2      3:17  every item needs a product',
  ]
  expect(told.filter((line) => !text.includes(line))).toEqual([])
})

test('what does not add up is told with both numbers', () => {
  const equations = [{ says: 'rows = records', left: 1_000, right: 999 }]

  expect(reportLines({ ...SAMPLE_REPORT, equations, ok: false }, plain).join('\n')).toContain(
    'WRONG  rows = records: 1,000 is not 999',
  )
})

test('a run without late orders, dead letters or promotions says so', () => {
  const text = reportLines({ ...SAMPLE_REPORT, promotion: null, late: [], deadLetters: [] }, plain).join('\n')

  expect(text.match(/\n {2}none/g)).toHaveLength(2)
  expect(text).toContain('nobody became VIP by a further order')
})
