import type { Cluster as ClientCluster } from 'kafkajs'

/**
 * The topics of which a client keeps metadata. It asks about all of them at once, so one that is missing fails every
 * question: a new one is added while nothing else is asked, and is dropped by the client where it turns out to be missing.
 * (One that is deleted later fails them all.)
 */
export class TargetTopics {
  readonly #client: Pick<ClientCluster, 'addMultipleTargetTopics' | 'refreshMetadata'>
  readonly #known = new Set<string>()
  #adding: Promise<unknown> = Promise.resolve()
  #asking: Promise<unknown> = Promise.resolve()

  constructor(client: Pick<ClientCluster, 'addMultipleTargetTopics' | 'refreshMetadata'>) {
    this.#client = client
  }

  /** Brings what the client knows of the topics up to date; rejects where one of them is missing, whatever of others. */
  async refresh(topics: readonly string[]): Promise<void> {
    if (topics.some((topic) => !this.#known.has(topic))) await this.#add(topics)
    await this.#added()
    const asking = this.#client.refreshMetadata()
    // Without what they came to, or each would hold all before it for ever.
    this.#asking = Promise.allSettled([this.#asking, asking]).then(() => {})
    await asking
  }

  async #add(topics: readonly string[]): Promise<void> {
    const adding = this.#adding.then(() => this.#asking).then(() => this.#client.addMultipleTargetTopics([...topics]))
    this.#adding = adding.catch(() => {})
    await adding
    for (const topic of topics) this.#known.add(topic)
  }

  /** Resolves when nothing is being added. */
  async #added(): Promise<void> {
    let seen: Promise<unknown> | undefined
    while (seen !== this.#adding) {
      seen = this.#adding
      await seen
    }
  }
}
