export { bundledCase, bundledCases, loadCases, writeCase } from './case-files.ts'
export { caseText } from './case-text.ts'
export { type Difference, differencesBetween, differenceText } from './differences.ts'
export type { Candidate, EngineTest } from './engine-contract/engine-test.ts'
export type { Gap } from './engine-contract/plan.ts'
export {
  describeEngineContract,
  type EngineContractOptions,
  engineTests,
  sharingEngineTests,
} from './engine-contract.ts'
export { expectedOutputs } from './expected-outputs.ts'
export type { CaseContent, CaseRecord, ExpectedLetter, ExpectedRecords, GoldenCase } from './golden-case.ts'
export type { ClosableLog, CreateClosableLog } from './log-contract/test-bench.ts'
export { describeLogContract, type LogContractOptions, type LogFeature } from './log-contract.ts'
export { MODE_NAMES, MODES, type Mode, type ModeName, type Schedule } from './modes.ts'
export type { OutputEntry, OutputSequences } from './output-sequences.ts'
export { parseCase } from './parse-case.ts'
export { type LogProbe, probeLog } from './probe-log.ts'
export { type Random, randomFrom } from './random.ts'
export { randomCase } from './random-history.ts'
export { created, type EventSpec, RawHistory, START_MS } from './raw-history.ts'
export { type RawRecord, rawRecords, registryOf } from './raw-records.ts'
export { readOutputs } from './read-outputs.ts'
export { recordFromJson, recordToJson } from './record-json.ts'
export type { Conservation } from './reference/conservation.ts'
export type { ReferenceOutputs, ReferenceRecord } from './reference/order-of-outputs.ts'
export { type ReferenceInput, type ReferenceRun, referenceOutputs, runReference } from './reference/reference.ts'
export { referenceCase } from './reference-case.ts'
export { LIMITS, RULES, rulesOf } from './rules.ts'
export { type CrewOutcome, type CrewRun, runCrew } from './run-crew.ts'
export { type FlushBeside, type FlushBesideOutcome, runFlushBeside } from './run-flush-beside.ts'
export { expectedTables } from './sink-contract/expected-tables.ts'
export { memoryTopics } from './sink-contract/memory-topics.ts'
export type { Cut, SinkCandidate, TestDatabase } from './sink-contract/sink-bench.ts'
export { sinkEntries } from './sink-contract/sink-entries.ts'
export type { SinkTables, StoredConflict, StoredRow } from './sink-contract/sink-tables.ts'
export { type Entry, layOut } from './sink-contract/topic-contents.ts'
export { describeSinkContract, type SinkContractOptions } from './sink-contract.ts'
export { CrashError, type CreateTestLog, type Fault, type TestLog, type TestLogOptions } from './test-log.ts'
export { turnTimers } from './turn-timers.ts'
export {
  type CaseFailure,
  type CaseResult,
  failureLines,
  modeApplies,
  type RunResult,
  type Trial,
  type VerifyOptions,
  verifyCase,
  verifyRun,
} from './verify.ts'
export { wallClock } from './wall-clock.ts'
