/** A sink as a loader sees it: tables that hold what the output topics say, and how far into the log they are. */
import type { LogRecord, Position } from './log-port.ts'
import type { OutputName } from './topics.ts'

/** A record of an output topic on its way into a table. */
export interface LoadRecord extends LogRecord {
  readonly partition: number
}

/** How far a load moves one partition: the batch holds every record from `fromOffset` on and before `nextOffset`. */
export interface LoadSpan {
  readonly partition: number
  readonly fromOffset: number
  readonly nextOffset: number
}

/** Records of one output topic; their rows and the positions behind the spans become durable together. */
export interface LoadBatch {
  readonly output: OutputName
  /** At most one a partition. */
  readonly spans: readonly LoadSpan[]
  /** In order of offset within a partition. */
  readonly records: readonly LoadRecord[]
}

/** Why a record was not merged: its order_id is also that of an order on a lower partition, or its key and version are
 * those of another record with other content. */
export type ConflictKind = 'second_partition' | 'different_content'

export interface LoadConflict {
  readonly output: OutputName
  /** The row's key columns, joined by `|`. */
  readonly key: string
  readonly kind: ConflictKind
  /** Partition of the record that was not merged. */
  readonly partition: number
}

/** What became of the records of one or more loads: each counts once, but for `conflicts`. */
export interface LoadReport {
  /** Made a new row. */
  readonly inserted: number
  /** Replaced an older row. */
  readonly updated: number
  /** Older than what the table or the batch held, or there already. */
  readonly stale: number
  /** Not merged, because of a conflict. */
  readonly refused: number
  /** Became durable without an answer: the connection broke between the commit and its acknowledgement. */
  readonly unconfirmed: number
  /** Every conflict found; a row that had to make way for an order on a lower partition is one too. */
  readonly conflicts: readonly LoadConflict[]
}

export interface SinkClaim {
  /** Whose positions: loaders of one group relieve each other, those of another have positions of their own. */
  readonly group: string
  readonly logId: string
  /** Partitions of each topic. */
  readonly partitions: number
}

/** Tables of one database, loaded exactly once. One loader holds a group at a time. */
export interface Sink {
  /**
   * Takes the group over from whoever held it and answers where to go on in every output topic. Throws OU1301 where the
   * group knows another number of partitions, OU1307 where the tables were loaded from another log.
   */
  claim(claim: SinkClaim): Promise<readonly Position[]>
  /**
   * Merges a batch, whole and once. May be called before the load before has answered: loads become durable in the order
   * of the calls, and where one fails, those after it fail too. Throws OU1502, having changed nothing, where another loader has claimed the group;
   * OU1308 where a table does not match its plan; OU7003 where the database refuses a record. What is passing is
   * retried inside.
   */
  load(batch: LoadBatch): Promise<LoadReport>
  close(): Promise<void>
}
