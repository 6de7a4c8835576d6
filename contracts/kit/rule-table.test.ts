import { existsSync, readFileSync } from 'node:fs'
import { parseCase } from './parse-case.ts'
import { RULES, rulesOf } from './rules.ts'

const docs = new URL('../../../docs/', import.meta.url)
const [text = '', table = ''] = readFileSync(new URL('CONTRACT.md', docs), 'utf8').split('## Where each rule lives')

interface Row {
  readonly rule: string
  readonly code: readonly URL[]
  readonly tests: readonly URL[]
}

const linksIn = (cell: string): readonly URL[] =>
  [...cell.matchAll(/\]\(([^)]+)\)/g)].map(([, to]) => new URL(to!, docs))

const rows: readonly Row[] = [...table.matchAll(/^\| +([A-Z]\d) +\| (.*) \| (.*) \|$/gm)].map(
  ([, rule, code, tests]) => ({
    rule: rule!,
    code: linksIn(code!),
    tests: linksIn(tests!),
  }),
)

const read = (file: URL): string => (existsSync(file) ? readFileSync(file, 'utf8') : '')
const pathOf = (file: URL): string => file.pathname.slice(new URL('..', docs).pathname.length)

/** The rules that a golden case is about, or with which the test titles of a source begin. */
const rulesProvedBy = (file: URL): ReadonlySet<string> => {
  if (file.pathname.endsWith('.json')) return new Set(parseCase(JSON.parse(read(file) || 'null'), pathOf(file)).rules)
  const titles = [...read(file).matchAll(/(['"`])([A-Z]\d [^\n]*?)\1/g)].map(([, , title]) => title!)
  return new Set(titles.flatMap(rulesOf))
}

test('the table has a row for each rule that the text names, in its order', () => {
  const named = new Set([...text.matchAll(/\b[TVOMCE]\d\b/g)].map(([rule]) => rule))

  expect(rows.map(({ rule }) => rule)).toEqual(RULES)
  expect([...named].sort()).toEqual([...RULES].sort())
})

test.each(rows)('the code of $rule is where the table says, and says so', ({ rule, code }) => {
  const missing = code.filter((file) => !existsSync(file)).map(pathOf)

  expect(missing).toEqual([])
  expect(code.some((file) => new RegExp(`\\b${rule}\\b`).test(read(file)))).toBe(true)
})

const ENGINE = /engines\/(?!core)[^/]+/
const enginesIn = (code: readonly URL[]): ReadonlySet<string> =>
  new Set(code.flatMap((file) => ENGINE.exec(file.pathname)?.[0] ?? []))

test.each(rows)('where $rule is an engine’s own, each engine says where', ({ rule, code }) => {
  const engines = [...enginesIn(rows.flatMap((row) => row.code))].sort()
  const saying = code.filter((file) => new RegExp(`\\b${rule}\\b`).test(read(file)))

  const own = [...enginesIn(code)].sort()
  expect(own).toEqual(own.length === 0 ? [] : engines)
  expect([...enginesIn(saying)].sort()).toEqual(own)
})

test.each(rows)('the tests of $rule are where the table says, and their titles name it', ({ rule, tests }) => {
  const silent = tests.filter((file) => !rulesProvedBy(file).has(rule)).map(pathOf)

  expect(tests).not.toEqual([])
  expect(silent).toEqual([])
})
