import { appendFileSync, existsSync, readFileSync } from 'node:fs'
import type { RoundRecord } from './round.ts'

/** The rounds that a file has on record, a JSON document a line, in the order in which they were run. */
export const readRecord = (file: string): readonly RoundRecord[] =>
  existsSync(file)
    ? readFileSync(file, 'utf8')
        .split('\n')
        .filter((line) => line !== '')
        .map((line) => JSON.parse(line) as RoundRecord)
    : []

export const addToRecord = (file: string, round: RoundRecord): void =>
  appendFileSync(file, `${JSON.stringify(round)}\n`)

/** All counts together. */
export const total = (counts: Readonly<Record<string, number>>): number =>
  Object.values(counts).reduce((sum, count) => sum + count, 0)

/** What rounds come to, over all. */
export interface Sum {
  readonly rounds: number
  readonly events: number
  readonly kills: number
  readonly zombies: number
  readonly sinkKills: number
  readonly troubles: number
  readonly standbyMs: readonly number[]
  readonly aloneMs: readonly number[]
  /** Rounds in which something was not as the contract has it. */
  readonly failed: number
}

export const sumOf = (rounds: readonly RoundRecord[]): Sum => ({
  rounds: rounds.length,
  events: rounds.reduce((sum, { events }) => sum + events, 0),
  kills: rounds.reduce((sum, { kills }) => sum + total(kills), 0),
  zombies: rounds.reduce((sum, { zombies }) => sum + zombies, 0),
  sinkKills: rounds.reduce((sum, { sinkKills }) => sum + sinkKills, 0),
  troubles: rounds.reduce((sum, { troubles = {} }) => sum + total(troubles), 0),
  standbyMs: rounds.flatMap(({ takeoverMs }) => takeoverMs.standby),
  aloneMs: rounds.flatMap(({ takeoverMs }) => takeoverMs.alone),
  failed: rounds.filter(({ differences }) => differences.length > 0).length,
})
