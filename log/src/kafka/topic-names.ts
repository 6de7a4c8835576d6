import { internalTopic, OUTPUT_TOPICS, type OutputName, shadowTopic } from '@order-up/contracts'

/** What schema ids stand for, decided once and for all (V3). */
export const SCHEMAS_TOPIC = 'orders.control.schemas'
/** Who owns the live topics. */
export const ROUTES_TOPIC = 'orders.control.routes'
/** What steers all engines. */
export const CONTROL_TOPICS: readonly string[] = [SCHEMAS_TOPIC, ROUTES_TOPIC]

/** What an engine has decided for all of its instances. */
export const decisionsTopic = (engine: string): string => internalTopic(engine, 'decisions')

/** Names on the broker: those of the contract behind a prefix, which is empty but in tests and trials. */
export class TopicNames {
  readonly prefix: string

  constructor(prefix: string) {
    this.prefix = prefix
  }

  /** The broker's name of a topic that the contract calls `topic`. */
  of(topic: string): string {
    return `${this.prefix}${topic}`
  }

  /** Where an engine's output goes. */
  output(output: OutputName, engine: { readonly name: string; readonly shadow: boolean }): string {
    const topic = OUTPUT_TOPICS[output]
    return this.of(engine.shadow ? shadowTopic(engine.name, topic) : topic)
  }

  /** The changelog of a task: its state and its positions. */
  changelog(engine: string, task: string): string {
    return this.of(internalTopic(engine, `changelog.${task}`))
  }

  /** The group in which an engine's instances share its tasks, or those of one of its plans. */
  group(engine: string, part?: string): string {
    return this.of(part === undefined ? `order-up.${engine}` : `order-up.${engine}.${part}`)
  }

  transactionalId(engine: string, task: string): string {
    return this.of(`order-up.${engine}.${task}`)
  }

  /** A group that nobody else is in. */
  ownGroup(purpose: string, id: string): string {
    return this.of(`order-up.${purpose}.${id}`)
  }
}
