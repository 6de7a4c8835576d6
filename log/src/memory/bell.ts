/** Wakes everyone who waits for something to change: no polling, no timers. */
export class Bell {
  #waiting: (() => void)[] = []

  ring(): void {
    const waiting = this.#waiting
    this.#waiting = []
    for (const wake of waiting) wake()
  }

  /** Resolves at the next ring. Check what you wait for before each call: a ring may be meant for someone else. */
  rung(): Promise<void> {
    return new Promise((wake) => this.#waiting.push(wake))
  }
}
