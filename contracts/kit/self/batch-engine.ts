import { DEFAULT_LIMITS, type Engine, type EngineRun, type RunSummary } from '../../src/engine-port.ts'
import { OrderUpError } from '../../src/errors.ts'
import { isFramed, MAX_SCHEMA_ID, schemaIdOf } from '../../src/framing.ts'
import type { ClaimedTask, LogRecord, OutputRecord, Position, StateChange, Step } from '../../src/log-port.ts'
import { outputCodecs } from '../../src/output-codecs.ts'
import { OUTPUT_NAMES, type OutputName, RAW_TOPIC } from '../../src/topics.ts'
import { wholeCopy } from '../../src/whole-copy.ts'
import { referenceOutputs } from '../reference/reference.ts'

/** A small change to an engine that makes it wrong, for the kit to find. */
export interface Mistake {
  /** Changes the outputs that a step is about to commit. */
  readonly outputs?: (outputs: readonly OutputRecord[]) => readonly OutputRecord[]
  /** Changes a step as it is about to be committed; null: it is not committed at all. */
  readonly step?: (step: Step) => Step | null
  /** What the engine fails with after an error of a commit; undefined: it goes on as if nothing had happened. */
  readonly failsWith?: (error: unknown) => unknown
  /** Never comes to its end. */
  readonly endless?: 'committing' | 'sleeping' | 'waiting'
  readonly ignoresSeal?: boolean
}

interface Work extends EngineRun {
  readonly task: ClaimedTask
  readonly mistake: Mistake
  /** The state: the raw log so far, how much of each output is written, and what a flush has decided. */
  readonly state: Map<string, Buffer>
}

const key = (text: string): Buffer => Buffer.from(text)
const change = (name: string, value: unknown): StateChange => ({ key: key(name), value: key(JSON.stringify(value)) })
const load = <T>({ state }: Work, name: string): T | undefined => {
  const bytes = state.get(name)
  return bytes === undefined ? undefined : (JSON.parse(bytes.toString()) as T)
}

const commit = async (work: Work, step: Step): Promise<void> => {
  const outputs = work.mistake.outputs?.(step.outputs) ?? step.outputs
  const changed = work.mistake.step === undefined ? { ...step, outputs } : work.mistake.step({ ...step, outputs })
  for (const { key: name, value } of step.state) if (value !== null) work.state.set(name.toString(), value)
  if (changed === null) return
  try {
    await work.task.commit(changed)
  } catch (error) {
    const failure = work.mistake.failsWith === undefined ? error : work.mistake.failsWith(error)
    if (failure !== undefined) throw failure
  }
  work.observer?.committed?.({ records: 0, outputs: changed.outputs.length, changes: changed.state.length })
}

interface StoredRecord {
  readonly timestampMs: number
  readonly key: string | null
  readonly value: string | null
}

const hex = (bytes: Buffer | null): string | null => bytes?.toString('hex') ?? null
const bytes = (text: string | null): Buffer | null => (text === null ? null : Buffer.from(text, 'hex'))

const history = (work: Work): LogRecord[][] =>
  Array.from({ length: work.log.partitions }, (_, partition) => {
    const records: LogRecord[] = []
    for (let offset = 0; ; offset += 1) {
      const stored = load<StoredRecord>(work, `raw:${partition}:${offset}`)
      if (stored === undefined) return records
      records.push({ ...stored, offset, key: bytes(stored.key), value: bytes(stored.value) })
    }
  })

const schemaTexts = async (work: Work, records: readonly LogRecord[]): Promise<ReadonlyMap<number, string | null>> => {
  const texts = new Map<number, string | null>()
  for (const { value } of records) {
    if (value === null || !isFramed(value)) continue
    const id = schemaIdOf(value)
    if (!texts.has(id)) texts.set(id, id === 0 || id > MAX_SCHEMA_ID ? null : await work.log.decideSchema(id))
  }
  return texts
}

const writtenName = (output: OutputName, partition: number): string => `written:${output}:${partition}`

/** What the log so far yields beyond what is written. */
const unwritten = async (work: Work, flush: boolean): Promise<OutputRecord[]> => {
  const records = history(work)
  const texts = await schemaTexts(work, records.flat())
  const schemaText = (id: number): string | null => texts.get(id) ?? null
  const all = referenceOutputs({ partitions: work.log.partitions, records, schemaText, flush })
  const rest = <Name extends OutputName>(output: Name): OutputRecord[] =>
    all[output].flatMap((sequence, partition) =>
      sequence.slice(load<number>(work, writtenName(output, partition)) ?? 0).map((record) => ({
        output,
        partition,
        key: Buffer.from(record.key),
        value: outputCodecs[output].encode(record.value, work.task.schemaIds[output]),
      })),
    )
  return OUTPUT_NAMES.flatMap((output) => rest(output))
}

/** Commits `outputs` in steps of at most `maxChanges`; `last` goes with the last of them. */
const commitInSteps = async (work: Work, outputs: readonly OutputRecord[], last: Partial<Step>): Promise<void> => {
  const size = work.limits?.maxChanges ?? DEFAULT_LIMITS.maxChanges
  for (let at = 0; at === 0 || at < outputs.length; at += size) {
    const part = outputs.slice(at, at + size)
    const counts = new Map<string, number>()
    for (const { output, partition } of part) {
      const name = writtenName(output, partition)
      counts.set(name, (counts.get(name) ?? load<number>(work, name) ?? 0) + 1)
    }
    const state = [...counts].map(([name, count]) => change(name, count))
    const rest = at + size >= outputs.length ? last : {}
    await commit(work, { outputs: part, positions: rest.positions ?? [], state: [...state, ...(rest.state ?? [])] })
  }
}

const takeIn = async (work: Work, partition: number, records: readonly LogRecord[]): Promise<void> => {
  const stored = records.map((record) =>
    change(`raw:${partition}:${record.offset}`, {
      timestampMs: record.timestampMs,
      key: hex(record.key),
      value: hex(record.value),
    }),
  )
  for (const { key: name, value } of stored) work.state.set(name.toString(), value as Buffer)
  const offset = (records.at(-1)?.offset ?? 0) + 1
  const positions = [{ topic: RAW_TOPIC, partition, offset }]
  await commitInSteps(work, await unwritten(work, false), { positions, state: stored })
}

const readTo = async (work: Work, ends: readonly Position[] | undefined): Promise<void> => {
  const positions = new Map(work.task.positions.map(({ partition, offset }) => [partition, offset]))
  const endOf = (partition: number): number => ends?.find((end) => end.partition === partition)?.offset ?? Infinity
  const isDone = (): boolean => [...positions].every(([partition, offset]) => offset >= endOf(partition))
  if (isDone()) return
  const size = work.limits?.maxRecords ?? DEFAULT_LIMITS.maxRecords
  for await (const { partition, records } of work.task.read(work.signal)) {
    const wanted = records.filter(({ offset }) => offset < endOf(partition))
    for (let at = 0; at < wanted.length && !work.signal.aborted; at += size)
      await takeIn(work, partition, wanted.slice(at, at + size))
    positions.set(partition, (wanted.at(-1)?.offset ?? -1) + 1 || (positions.get(partition) ?? 0))
    if (isDone()) return
  }
}

const work = async (run: Work): Promise<void> => {
  await run.task.restore(wholeCopy((name, value) => run.state.set(name.toString(), value)))
  if (load(run, 'sealed') === true && run.mistake.ignoresSeal !== true) throw new OrderUpError('OU1302')
  if ((load(run, 'partitions') ?? run.log.partitions) !== run.log.partitions) throw new OrderUpError('OU1301')
  if (run.mistake.endless === 'waiting') await new Promise(() => {})
  while (run.mistake.endless !== undefined && !run.signal.aborted)
    await (run.mistake.endless === 'sleeping'
      ? run.timers.sleep(1, run.signal)
      : commit(run, { outputs: [], state: [], positions: [] }))
  const intended = load<readonly Position[]>(run, 'flush')
  const flush = run.flush === true || intended !== undefined
  const ends = intended ?? (run.untilEnd === true || flush ? await run.task.ends() : undefined)
  const noted = [change('partitions', run.log.partitions), ...(flush ? [change('flush', ends)] : [])]
  if (intended === undefined && (flush || load(run, 'partitions') === undefined))
    await commit(run, { outputs: [], positions: [], state: noted })
  await readTo(run, ends)
  if (flush && !run.signal.aborted)
    await commitInSteps(run, await unwritten(run, true), { state: [change('sealed', true)] })
}

const NO_SUMMARY: RunSummary = {
  records: 0,
  refused: {},
  held: 0,
  curated: 0,
  heartbeats: 0,
  outputs: { curated: 0, customers: 0, metrics: 0, late: 0, dlq: 0 },
  commits: 0,
}

/**
 * The least engine that obeys the contract: its state is the raw log, and each step computes everything anew by the
 * batch reference. With a mistake planted in it, it is what the kit must find.
 */
export const createBatchEngine = (mistake: Mistake = {}): Engine => ({
  name: 'batch',
  run: async (run) => {
    const inputs = Array.from({ length: run.log.partitions }, (_, partition) => ({ topic: RAW_TOPIC, partition }))
    const plan = { tasks: [{ name: 'all', inputs }], standbys: true }
    for await (const task of run.log.claims(plan, run.signal)) {
      await work({ ...run, task, mistake, state: new Map() })
      break
    }
    return NO_SUMMARY
  },
})
