import type { Lag, Phase, Vitals } from './vitals.ts'

/** Unread input and nothing made durable for so long: a restart is the better bet. */
export const STUCK_MS = 60_000
const ANSWER_MS = 2_000

/** What a look at the vitals has found. */
export interface Look {
  readonly phase: Phase
  readonly movedMs: number
  /** Undefined where the log did not answer. */
  readonly lags: readonly Lag[] | undefined
}

/** Why a probe fails; empty where it passes. */
export interface Health {
  /** Should it be restarted? It should where it makes no progress, whatever its connections look like. */
  readonly live: readonly string[]
  /** Can it do its work now? */
  readonly ready: readonly string[]
  /** Has it begun? */
  readonly startup: readonly string[]
}

const waiting = (lags: readonly Lag[]): number =>
  lags.reduce((sum, { offset, end }) => sum + Math.max(end - offset, 0), 0)

/** Judges what a look has found, at `nowMs`. */
export const healthOf = ({ phase, movedMs, lags }: Look, nowMs: number): Health => {
  const unread = waiting(lags ?? [])
  const stillMs = nowMs - movedMs
  const isStuck = phase === 'running' && unread > 0 && stillMs >= STUCK_MS
  const startup = phase === 'starting' ? ['it has not joined yet'] : []
  return {
    live: isStuck ? [`${unread} offsets wait, and nothing was committed for ${Math.floor(stillMs / 1_000)} s`] : [],
    ready: [
      ...startup,
      ...(phase === 'restoring' ? ['its state is being restored'] : []),
      ...(lags === undefined ? ['the log does not answer'] : []),
    ],
    startup,
  }
}

/** Looks at the vitals; a log that does not answer within two seconds is one that does not answer. */
export const lookAt = async (vitals: Vitals): Promise<Look> => {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<undefined>((resolve) => {
    timer = setTimeout(() => resolve(undefined), ANSWER_MS)
  })
  const lags = await Promise.race([vitals.lags().catch(() => undefined), late])
  clearTimeout(timer)
  return { phase: vitals.phase, movedMs: vitals.movedMs, lags }
}
