import type { DatabaseAddress } from '../database/address.ts'
import { judgeDatabase } from './database-check.ts'
import { judgeDisk, judgeMemory, judgeNode } from './machine-check.ts'

const MEGABYTE = 1_048_576
const ADDRESS: DatabaseAddress = { host: 'db', port: 5432, user: 'me', database: 'orders' }
const GOOD = {
  version: '18.4',
  version_number: 180_004,
  encoding: 'UTF8',
  who: 'me',
  may_create: true,
  clock_ms: 1_000_000,
}

test('Node before 20.11 fails', () => {
  const versions = ['18.20.0', '20.10.9', '20.11.0', '22.0.0', '24.1.0']

  expect(versions.map((version) => judgeNode(version).status)).toEqual(['fail', 'fail', 'pass', 'pass', 'pass'])
})

test('little memory is a warning, little disk a warning and then a failure', () => {
  expect([511, 512].map((size) => judgeMemory(size * MEGABYTE).status)).toEqual(['warn', 'pass'])
  expect([199, 200, 1_023, 1_024].map((size) => judgeDisk(size * MEGABYTE, '/tmp').status)).toEqual([
    'fail',
    'warn',
    'warn',
    'pass',
  ])
})

test('a database is judged by version, encoding, grants and clock', () => {
  const judged = [
    GOOD,
    { ...GOOD, version_number: 140_012 },
    { ...GOOD, encoding: 'SQL_ASCII' },
    { ...GOOD, may_create: false },
    { ...GOOD, clock_ms: 1_005_001 },
  ].map((answers) =>
    judgeDatabase(answers, ADDRESS, 1_000_000)
      .map(({ status }) => status)
      .join(' '),
  )

  expect(judged).toEqual([
    'pass pass pass pass',
    'fail pass pass pass',
    'pass fail pass pass',
    'pass pass fail pass',
    'pass pass pass warn',
  ])
})

test('everything but a pass says what to do', () => {
  const findings = [
    judgeNode('18.0.0'),
    judgeMemory(0),
    judgeDisk(0, '/tmp'),
    ...judgeDatabase(
      { ...GOOD, version_number: 1, encoding: 'LATIN1', may_create: false, clock_ms: 0 },
      ADDRESS,
      9_000,
    ),
  ]

  expect(findings.filter(({ hint }) => hint === undefined)).toEqual([])
})
