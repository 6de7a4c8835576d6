/** Lets one side of a queue wait for the other: a wait lasts until the next ring. */
export class Bell {
  #waiting: (() => void)[] = []

  rung(): Promise<void> {
    return new Promise((resolve) => this.#waiting.push(resolve))
  }

  ring(): void {
    for (const resolve of this.#waiting.splice(0)) resolve()
  }
}
