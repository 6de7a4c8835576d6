import type { StateCopy } from '@order-up/contracts'
import type { PositionRecord } from './changelog-record.ts'

/** What a claim has found in the changelog. */
export interface FoundState {
  /** What the last committed step left behind. */
  readonly position: PositionRecord
  /** Brings a copy up to date with everything before `end`, the claim's own record included. */
  restore(copy: StateCopy, claimed: Claimed, signal: AbortSignal): Promise<void>
}

/** A claim as its changelog has it. */
export interface Claimed {
  readonly changelog: string
  /** Next offset behind the record of the claim. */
  readonly end: number
  /** Wall clock, epoch ms. */
  readonly nowMs: number
}

/** A task's changelog as an instance of its engine uses it. */
export interface Changelog {
  /** By the broker's name. */
  readonly topic: string
  /** Follows it in the background, where the instance stands by. */
  start(): void
  stop(): Promise<void>
  /** The state as of `end`, the task's last owner having been fenced. Rejects when `signal` fires. */
  find(end: number, signal: AbortSignal): Promise<FoundState>
  /** The position records between two offsets, of a task that is held. */
  positions(from: number, to: number, signal: AbortSignal): Promise<readonly PositionRecord[]>
}
