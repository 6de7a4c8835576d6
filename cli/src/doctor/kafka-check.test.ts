import { judgeCluster } from './kafka-check.ts'
import { judgeRegistry } from './registry-check.ts'

const GOOD = { brokers: 3, partitions: 4, missing: [], differences: [] }

test('a topic with other settings fails, a missing one is a warning, and each says what to do', () => {
  const judged = [
    GOOD,
    { ...GOOD, partitions: undefined, missing: ['a', 'b'] },
    { ...GOOD, missing: ['b'], differences: ['a has x=1, not 2'] },
  ].map((report) => judgeCluster(report, 'k:1')[1])

  expect(judged).toEqual([
    { name: 'topics', status: 'pass', says: 'all there, with 4 partitions and the settings of the contract' },
    { name: 'topics', status: 'warn', says: 'missing: a, b', hint: 'create them with order-up topics create' },
    { name: 'topics', status: 'fail', says: 'a has x=1, not 2', hint: expect.any(String) },
  ])
})

test('a registry without our schemas is a warning', () => {
  expect([judgeRegistry([], 'http://r').status, judgeRegistry(['a-value'], 'http://r')]).toEqual([
    'pass',
    {
      name: 'schema registry',
      status: 'warn',
      says: 'http://r lacks a-value',
      hint: 'register them with order-up contracts register',
    },
  ])
})
