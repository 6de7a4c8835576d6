import type { DeadLetter, OutputRecords } from '../src/output-records.ts'
import type { OutputName } from '../src/topics.ts'

/** What a raw record of a case holds: the value as it is, or an Avro body yet to be framed. */
export type CaseContent =
  | { readonly kind: 'value'; readonly value: Buffer | null }
  /** `schemaText` null stands for the OrderEvent schema, whose id is the log's affair. */
  | { readonly kind: 'body'; readonly body: Buffer; readonly schemaText: string | null }

/** One raw record of a case. */
export interface CaseRecord {
  readonly partition: number
  /** Counted from 0 in each partition, without gaps. */
  readonly offset: number
  readonly timestampMs: number
  /** Null stands for no key, which an empty key is not. */
  readonly key: Buffer | null
  readonly content: CaseContent
}

/** A dead letter without what follows from its raw record. */
export type ExpectedLetter = Omit<DeadLetter, 'source_topic' | 'original_key' | 'original_value'>

/**
 * The whole output of a case in the order of E4: curated, late and dead letters by partition; metrics and customers in
 * one order over all partitions, of which each output partition holds its part.
 */
export type ExpectedRecords = {
  readonly [Name in OutputName]: readonly (Name extends 'dlq' ? ExpectedLetter : OutputRecords[Name])[]
}

/** A raw log and what every engine makes of it, however it is run. */
export interface GoldenCase {
  readonly name: string
  readonly about: string
  /** Ids of the contract's rules that the case is about. */
  readonly rules: readonly string[]
  readonly partitions: number
  /** The log is declared complete (E5). */
  readonly flush: boolean
  /** In the order in which they are appended. */
  readonly records: readonly CaseRecord[]
  readonly expect: ExpectedRecords
}
