import { setImmediate } from 'node:timers/promises'
import { TargetTopics } from './target-topics.ts'

/** Keeps metadata as the client of kafkajs does: of all topics together, and a refresh under way serves who comes later. */
class Client {
  readonly missing = new Set<string>()
  #targets = new Set<string>()
  #refreshing: Promise<void> | undefined

  async addMultipleTargetTopics(topics: string[]): Promise<void> {
    const before = this.#targets
    this.#targets = new Set([...before, ...topics])
    if (this.#targets.size === before.size) return
    await this.refreshMetadata().catch((error: unknown) => {
      this.#targets = before
      throw error
    })
  }

  refreshMetadata(): Promise<void> {
    this.#refreshing ??= this.#refresh([...this.#targets]).finally(() => {
      this.#refreshing = undefined
    })
    return this.#refreshing
  }

  async #refresh(topics: readonly string[]): Promise<void> {
    await setImmediate()
    for (const topic of topics) if (this.missing.has(topic)) throw new Error(`unknown ${topic}`)
  }
}

const outcome = (asked: Promise<void>): Promise<string> =>
  asked.then(
    () => 'answered',
    (error: Error) => error.message,
  )

test('a topic that is missing fails no question about others, before, meanwhile or afterwards', async () => {
  const client = new Client()
  const targets = new TargetTopics(client)
  client.missing.add('new')
  await targets.refresh(['old'])

  const asked = ['old', 'new', 'old', 'new', 'other', 'old'].map((topic) => outcome(targets.refresh([topic])))
  const outcomes = await Promise.all(asked)
  const afterwards = await outcome(targets.refresh(['old', 'other']))
  client.missing.delete('new')

  expect(outcomes).toEqual(['answered', 'unknown new', 'answered', 'unknown new', 'answered', 'answered'])
  expect([afterwards, await outcome(targets.refresh(['new']))]).toEqual(['answered', 'answered'])
})
