import { OrderUpError, OUTPUT_NAMES, OUTPUT_TOPICS, type OutputRecord, shadowTopic } from '@order-up/contracts'
import type { PartitionLog } from './partition-log.ts'
import type { Topics } from './topics.ts'

/** The partition that holds an output. Throws OU7001 where there is none. */
export type RouteOutput = (record: OutputRecord) => PartitionLog

/** Where the outputs of an engine go: its shadow topics, or the live ones. Nothing else decides it. */
export const outputRoutes = (
  topics: Topics,
  engine: { readonly name: string; readonly shadow?: boolean },
): RouteOutput => {
  const topicOf = (topic: string): string => (engine.shadow === true ? shadowTopic(engine.name, topic) : topic)
  const routes = new Map(OUTPUT_NAMES.map((output) => [output, topics.topic(topicOf(OUTPUT_TOPICS[output]))]))
  return ({ output, partition }) => {
    const route = routes.get(output)?.[partition]
    if (route === undefined) throw new OrderUpError('OU7001', { detail: `${output} has no partition ${partition}` })
    return route
  }
}
