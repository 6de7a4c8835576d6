import { fileURLToPath } from 'node:url'
import { EXIT } from '@order-up/contracts'
import { type Program, startProgram } from '@order-up/log/kit'
import type { Addresses } from './addresses.ts'
import type { Life } from './life.ts'

const SINK = fileURLToPath(new URL('./sink-process.js', import.meta.url))

/** Keeps one sink running: starts another when one has been killed. */
export class SinkKeeper {
  readonly #addresses: Addresses
  #sink: Program
  #kills = 0
  #isStopped = false
  #fates: Promise<void> = Promise.resolve()

  constructor(addresses: Addresses) {
    this.#addresses = addresses
    this.#sink = startProgram(SINK, addresses)
  }

  /** Sinks that have been killed. */
  get kills(): number {
    return this.#kills
  }

  /** Does to the sink what a life asks for, as soon as it has loaded something since its start. */
  suffer(fate: Life['sink']): void {
    if (fate === 'lives') return
    this.#fates = this.#fates.then(() => this.#kill(fate))
    this.#fates.catch(() => {})
  }

  /** Resolves when all of that has been done and a sink is at work; rejects where one ended otherwise. */
  async settled(): Promise<void> {
    await this.#fates
    await this.#says('opened')
  }

  /** Waits for a word of the sink; one that could not reach the broker as it began is started again. */
  async #says(word: string): Promise<void> {
    for (;;) {
      try {
        return await this.#sink.says(word)
      } catch (error) {
        if ((await this.#sink.ended) !== EXIT.unreachable || this.#isStopped) throw error
        this.#sink = startProgram(SINK, this.#addresses)
      }
    }
  }

  async #kill(fate: Exclude<Life['sink'], 'lives'>): Promise<void> {
    await this.#says('loaded')
    if (fate === 'killed') this.#sink.signal('SIGKILL')
    else this.#sink.tell('die')
    const how = await this.#sink.ended
    if (how !== 'SIGKILL') throw new Error(`a sink ended with ${how}: ${this.#sink.lines.slice(-3).join('\n')}`)
    this.#kills += 1
    if (!this.#isStopped) this.#sink = startProgram(SINK, this.#addresses)
  }

  /** Ends the sink and loads what is left; resolves with the exit code of that. */
  async finish(): Promise<number | NodeJS.Signals | null> {
    this.#sink.signal('SIGTERM')
    await this.#sink.ended
    this.#sink = startProgram(SINK, { ...this.#addresses, untilEnd: true })
    return this.#sink.ended
  }

  async stop(): Promise<void> {
    this.#isStopped = true
    this.#sink.signal('SIGKILL')
    await this.#sink.ended
  }
}
