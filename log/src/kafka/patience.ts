/** How long what an engine asks for waits for an answer. */
export class Patience {
  readonly #closed: AbortSignal
  #idle = new AbortController()
  #ended: AbortSignal
  #claims = 0

  /** `closed` fires when the log is closed. */
  constructor(closed: AbortSignal) {
    this.#closed = closed
    this.#ended = AbortSignal.any([this.#idle.signal, closed])
  }

  /** Fires when none of the claims goes on: there is nobody left to wait for an answer. */
  get withClaims(): AbortSignal {
    return this.#ended
  }

  /** The same while there are claims, or before the first; for what is asked later, fires when the log is closed. */
  get whileOpen(): AbortSignal {
    return this.#idle.signal.aborted ? this.#closed : this.#ended
  }

  /** Claims go on until `signal` fires. */
  begin(signal: AbortSignal): void {
    if (this.#idle.signal.aborted) {
      this.#idle = new AbortController()
      this.#ended = AbortSignal.any([this.#idle.signal, this.#closed])
    }
    const idle = this.#idle
    this.#claims += 1
    const end = (): void => {
      this.#claims -= 1
      if (this.#claims === 0) idle.abort()
    }
    signal.addEventListener('abort', end, { once: true })
  }
}
