import type { OutputRecord, Step } from '../../src/log-port.ts'
import { bundledCase } from '../case-files.ts'
import type { GoldenCase } from '../golden-case.ts'
import { MODE_NAMES, type ModeName } from '../modes.ts'
import { failureLines, modeApplies, verifyCase } from '../verify.ts'
import { createArrayLog } from './array-log.ts'
import { createBatchEngine, type Mistake } from './batch-engine.ts'

const flushed = bundledCase('idle-partition-flushed')
const open = bundledCase('late-by-own-partition')

/** The first line or two of what the kit says about an engine with a mistake; `passed` where it sees none. */
const verdict = async (given: GoldenCase, mode: ModeName, mistake: Mistake): Promise<string> => {
  const create = () => createBatchEngine(mistake)
  const { failure } = await verifyCase({ case: given, create, createLog: createArrayLog, mode, seed: 1 })
  return failure === undefined ? 'passed' : failureLines(failure).slice(0, 2).join('\n')
}

const onlyOf = (output: OutputRecord['output'], change: (records: OutputRecord[]) => OutputRecord[]): Mistake => ({
  outputs: (all) => [
    ...all.filter((record) => record.output !== output),
    ...change(all.filter((record) => record.output === output)),
  ],
})
const changeSteps = (change: (step: Step) => Step): Mistake => ({ step: change })
const isNoted = (prefix: string, { key }: Step['state'][number]): boolean => key.toString().startsWith(prefix)

/** The decimal that ends a metric, with a byte before it that says nothing. */
const padded = (record: OutputRecord): OutputRecord => {
  const { value } = record
  const end = value.length - 3
  return { ...record, value: Buffer.concat([value.subarray(0, end), Buffer.from([6, 0]), value.subarray(end + 1)]) }
}

test.each(MODE_NAMES)('an engine without a mistake passes: %s', async (mode) => {
  for (const given of [flushed, open].filter((each) => modeApplies(mode, each)))
    expect([given.name, await verdict(given, mode, {})]).toEqual([given.name, 'passed'])
})

describe('E4 the kit finds outputs that are not whole', () => {
  test.each([
    [
      'a record too few',
      onlyOf('curated', (records) => records.slice(1)),
      /curated\/0 record 0 record: .* got nothing/,
    ],
    ['a record twice', onlyOf('curated', (records) => [...records, ...records.slice(0, 1)]), /expected nothing, got/],
    ['two records swapped', onlyOf('curated', (records) => records.reverse()), /curated\/\d record 0 order: expected/],
    [
      'another partition',
      onlyOf('customers', (all) => all.map((r) => ({ ...r, partition: 1 - r.partition }))),
      /customers\/\d/,
    ],
    [
      'another key',
      onlyOf('late', (all) => all.map((r) => ({ ...r, key: Buffer.from('x') }))),
      /late\/\d record 0 key/,
    ],
    ['no frame', onlyOf('late', (all) => all.map((r) => ({ ...r, value: Buffer.from('x') }))), /late\/\d/],
    ['a padded decimal', onlyOf('metrics', (all) => all.map(padded)), /metrics\/\d record 0 bytes: expected/],
  ])('%s', async (_, mistake, line) => {
    expect(await verdict(open, 'whole', mistake)).toMatch(line)
  })
})

describe('E3 the kit finds state that does not outlive its instance', () => {
  const forgetsOutputs = changeSteps((step) => ({
    ...step,
    state: step.state.filter((change) => !isNoted('written:', change)),
  }))
  const forgetsRecords = changeSteps((step) => ({
    ...step,
    state: step.state.filter((change) => !isNoted('raw:', change)),
  }))
  const skipsRecords = changeSteps((step) => ({
    ...step,
    positions: step.positions.map((position) => ({ ...position, offset: position.offset + 1 })),
  }))
  const forgetsFlush = changeSteps((step) => ({
    ...step,
    state: step.state.filter((change) => !isNoted('sealed', change)),
  }))

  test.each([
    ['outputs written again', open, forgetsOutputs, 'grown', /expected nothing, got/],
    ['outputs written again after a crash', open, forgetsOutputs, 'crashed-after', /expected nothing, got/],
    ['records forgotten', open, forgetsRecords, 'stopped', /got/],
    ['a position one too high', open, skipsRecords, 'stopped-often', /got nothing/],
    ['a flush that does not seal', flushed, forgetsFlush, 'whole', /must be refused with OU1302/],
  ] as const)('%s', async (_, given, mistake, mode, line) => {
    expect(await verdict(given, mode, mistake)).toMatch(line)
    if (mode !== 'whole') expect(await verdict(given, 'whole', mistake)).toBe('passed')
  })
})

describe('E1 E2 the kit finds engines that hide what went wrong', () => {
  const goesOn: Mistake = { failsWith: () => undefined }
  const renames: Mistake = { failsWith: () => new Error('oh') }

  test.each<[string, ModeName, Mistake, RegExp]>([
    ['a crash that is ignored', 'crashed-after', goesOn, /as if nothing had happened|failed with/],
    ['a fence that is ignored', 'fenced', goesOn, /as if nothing had happened after fence/],
    ['a fence called something else', 'fenced', renames, /must fail with OU1501, not Error: oh/],
    ['a run without an end', 'whole', { endless: 'committing' }, /commits without coming to its end/],
    ['a run that only sleeps', 'whole', { endless: 'sleeping' }, /the run stands still/],
    ['a run that waits for nothing', 'whole', { endless: 'waiting' }, /the run stands still/],
    ['a seal that is ignored', 'whole', { ignoresSeal: true }, /must be refused with OU1302/],
  ])('%s', async (_, mode, mistake, line) => {
    expect(await verdict(flushed, mode, mistake)).toMatch(line)
  })
})

test('E4 an output that depends on the size of steps is found by steps of one record alone', async () => {
  const mistake: Mistake = { outputs: (all) => (all.length === 1 ? [] : all) }

  expect(await verdict(open, 'whole', mistake)).toBe('passed')
  expect(await verdict(open, 'steps', mistake)).toMatch(/got nothing/)
})
