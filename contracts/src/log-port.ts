/**
 * The append-only log as engines, producers and sinks see it. `log/memory` and `log/kafka` implement it and pass
 * `describeLogContract`; engines never see Kafka.
 *
 * Bytes handed to the log belong to it from then on: nobody writes to them again, so it may keep them without a copy.
 */
import type { OutputName } from './topics.ts'

export interface TopicPartition {
  readonly topic: string
  readonly partition: number
}

/** Where reading goes on: the offset of the next record of an input. */
export interface Position extends TopicPartition {
  readonly offset: number
}

/** A record as it stands in a topic. Key and value are the reader's to keep, not to change. */
export interface LogRecord {
  readonly offset: number
  /** Record timestamp (CreateTime), epoch ms. */
  readonly timestampMs: number
  readonly key: Buffer | null
  readonly value: Buffer | null
}

/**
 * Records of one input, in order of offset. There may be none: `nextOffset` then passes over offsets that hold nothing to
 * read, such as transaction markers.
 */
export interface Batch extends TopicPartition {
  readonly records: readonly LogRecord[]
  /** The position behind this batch; may lie beyond the last record's offset + 1 where the log has gaps. */
  readonly nextOffset: number
  /** The end of the partition when the batch was read: there is unread input while the position is below it. */
  readonly endOffset: number
}

/** A unit of work that has one owner at a time. */
export interface Task {
  readonly name: string
  readonly inputs: readonly TopicPartition[]
}

/** A topic of one engine's own: only its tasks write and read it. */
export interface InternalTopic {
  readonly topic: string
  readonly partitions: number
}

/** Tasks that the instances of an engine share: each has one owner, they are spread evenly and stay where they are. */
export interface TaskPlan {
  /** Tells one plan of an engine from another; an engine with a single plan gives none. */
  readonly part?: string
  readonly tasks: readonly Task[]
  /** What the tasks write or read beside the contract's topics; made where it is missing. */
  readonly internalTopics?: readonly InternalTopic[]
  /** True where instances without the task follow its changelog, so that a takeover finds the state at hand. */
  readonly standbys: boolean
}

/** A record of one of the contract's topics. Live or shadow is decided behind `commit`, never by an engine. */
export interface OutputRecord {
  readonly output: OutputName
  readonly partition: number
  readonly key: Buffer
  /** In Confluent framing, with the id that `ClaimedTask.schemaIds` gives. */
  readonly value: Buffer
}

/** One changed key of a task's state; a null value forgets the key. */
export interface StateChange {
  readonly key: Buffer
  readonly value: Buffer | null
}

/** A record from one task of an engine to another, by way of an internal topic. Read back, its key is null. */
export interface InternalRecord extends TopicPartition {
  readonly value: Buffer
}

/** How far a copy of a task's state has its changelog. Only the log that gave it can read it. */
export type ChangelogMark = string

/** A copy of a task's state that outlives its claims, or an empty one. */
export interface StateCopy {
  /** How far the copy has come; undefined where it is empty. */
  readonly mark: ChangelogMark | undefined
  /** Empties a copy whose mark is of no use any more, for the reason given; everything is applied anew then. */
  clear(reason: string): void
  /** Takes over one change, in the order in which they were committed; a null value forgets the key. */
  apply(key: Buffer, value: Buffer | null): void
}

/** Everything that one step changes; visible together or not at all (E1). */
export interface Step {
  /** In the order in which each output partition must hold them (E4). */
  readonly outputs: readonly OutputRecord[]
  /** In the order in which each internal partition must hold them. */
  readonly internal?: readonly InternalRecord[]
  /** The changelog delta, at most one change per key. */
  readonly state: readonly StateChange[]
  /** Inputs whose position has moved. */
  readonly positions: readonly Position[]
}

/** A task in the hands of this instance, its predecessor fenced, its last step settled. */
export interface ClaimedTask {
  readonly task: Task
  /** Where to resume, per input; 0 where nothing was ever committed. */
  readonly positions: readonly Position[]
  /** Id with which values of each output are framed. */
  readonly schemaIds: Readonly<Record<OutputName, number>>
  /** Fires when the task has been taken away; its `commit` fails from then on. */
  readonly lost: AbortSignal
  /**
   * Brings a copy of the committed state up to date, from its mark on where that is possible, and says how far it then
   * is. Once a claim. An empty copy of a plan with standbys is given each live key once, without nulls.
   */
  restore(copy: StateCopy): Promise<ChangelogMark>
  /**
   * Batches from `positions` on, of inputs that are not paused, in any interleaving of the inputs. Ends when `signal`
   * fires, or the task is lost or closed. One batch is read ahead at most: a slow reader slows the source. Throws OU1303
   * where the log no longer holds what comes next.
   */
  read(signal: AbortSignal): AsyncIterable<Batch>
  /** The present end of each input. */
  ends(): Promise<readonly Position[]>
  /** Stops batches of an input until `resume`; one that is on its way may still arrive. */
  pause(input: TopicPartition): void
  resume(input: TopicPartition): void
  /**
   * Commits a step, once and whole (E1). Steps of a task are committed one after the other. Throws OU1501 when the
   * task has been taken over (E2); nothing of the step is visible then. Lost replies and retries are settled inside.
   * Resolves with the mark of a copy that has the step.
   */
  commit(step: Step): Promise<ChangelogMark>
  /** Gives the task back. */
  close(): Promise<void>
}

/** The log as an engine uses it. */
export interface Log {
  /** Partitions of each of the contract's topics (P). */
  readonly partitions: number
  /**
   * Joins the owners of the plan's tasks and yields each task that this instance is given, claimed; waits while others
   * own them. A task that was lost may come again. Ends with `signal`. Who ends the iteration has left: others may take
   * over what was not closed.
   */
  claims(plan: TaskPlan, signal: AbortSignal): AsyncIterable<ClaimedTask>
  /** The present end of each of the inputs. */
  ends(inputs: readonly TopicPartition[]): Promise<readonly Position[]>
  /** What has been committed of each input of the plan's tasks, by whichever instance: a lower bound; 0 at first. */
  committed(plan: TaskPlan): Promise<readonly Position[]>
  /**
   * What the engine has decided about `name`, once and for all its instances: the first proposal counts. Undefined where
   * nothing has been decided and nothing is proposed.
   */
  decide(name: string, proposal: string): Promise<string>
  decide(name: string): Promise<string | undefined>
  /** What a schema id stands for: its text, or null where it is unknown. Decided once per id, for every engine (V3). */
  decideSchema(id: number): Promise<string | null>
}

/** A raw record to be appended; `partition` where the key must not choose. */
export interface RawAppend {
  readonly key: Buffer | null
  readonly value: Buffer | null
  readonly timestampMs: number
  readonly partition?: number
}

/** The raw topic as a producer uses it. */
export interface RawWriter {
  readonly partitions: number
  /** Id with which OrderEvent values are framed. */
  readonly schemaId: number
  /**
   * Appends in order; resolves when all records are durable, and waits while readers are too far behind. Rejects when
   * `signal` fires during that wait, and where a record has neither key nor partition (OU7001); nothing is appended then.
   */
  append(records: readonly RawAppend[], signal?: AbortSignal): Promise<void>
}

/** Any topic as a sink, a comparator or `peek` reads it: committed records only. */
export interface TopicReader {
  /** Identifies the log, so that a sink can tell another one from its own. */
  readonly logId: string
  readonly partitions: number
  ends(topic: string): Promise<readonly Position[]>
  /** Batches of the inputs in `from`, onwards from there, in any interleaving. Ends with `signal`; OU1303 as above. */
  read(from: readonly Position[], signal: AbortSignal): AsyncIterable<Batch>
}
