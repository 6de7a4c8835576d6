import { proofPage } from './proof-page.ts'

const mutant = { name: 'a|b', rule: 'M1', file: 'engines/simple/src/windows', find: '', replace: '' }

test('the page has a line for each mutant with its killer, and says where there is none', () => {
  const page = proofPage([
    { mutant, verdict: { kind: 'killed', test: 'M1 counts', reason: '' } },
    { mutant, verdict: { kind: 'survived', tests: 3 } },
  ])

  expect(page).toContain('2 mutants: 1 killed, 1 survived, 0 stale, 0 broken.')
  expect(page).not.toContain('dataflow')
  expect(page.split('\n').slice(-3)).toEqual([
    '| M1 | a\\|b | `windows` | M1 counts |',
    '| M1 | a\\|b | `windows` | **survived** |',
    '',
  ])
})
