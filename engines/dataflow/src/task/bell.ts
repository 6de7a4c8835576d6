/** Wakes a loop that waits for something to happen; a ring while it is awake is not lost. */
export class Bell {
  #isRung = false
  #wake: (() => void) | undefined

  readonly ring = (): void => {
    this.#isRung = true
    this.#wake?.()
  }

  /** Resolves at the next ring, at once where there was one since the last time. One waits at a time. */
  async rung(): Promise<void> {
    if (!this.#isRung)
      await new Promise<void>((resolve) => {
        this.#wake = resolve
      })
    this.#isRung = false
    this.#wake = undefined
  }
}
