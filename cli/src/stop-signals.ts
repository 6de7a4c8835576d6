/** Exit code by signal: 128 and its number. */
export const STOP_SIGNALS = { SIGINT: 130, SIGTERM: 143, SIGHUP: 129 } as const

export type StopSignalName = keyof typeof STOP_SIGNALS

/** Why a command was stopped; the reason of the AbortSignal that every command takes. */
export class StopSignal extends Error {
  readonly exitCode: number

  constructor(name: StopSignalName) {
    super(`stopped by ${name}`)
    this.name = 'StopSignal'
    this.exitCode = STOP_SIGNALS[name]
  }
}

/** The signal of the operating system behind an abort; undefined where there is none. */
export const signalOf = (signal: AbortSignal): StopSignal | undefined =>
  signal.aborted && signal.reason instanceof StopSignal ? signal.reason : undefined
