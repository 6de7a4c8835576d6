import { OUTPUT_NAMES, OUTPUT_TOPICS, type OutputName, RAW_TOPIC, shadowTopic } from '@order-up/contracts'
import { ENGINE_NAMES } from '../engines.ts'

/** A topic that can be looked into. */
export interface TopicChoice {
  readonly topic: string
  /** What its values are: events, or one of the outputs. */
  readonly holds: 'raw' | OutputName
}

/** The topics of the contract, the shadow topics of every engine too, without a prefix. */
export const TOPIC_CHOICES: readonly TopicChoice[] = [
  { topic: RAW_TOPIC, holds: 'raw' },
  ...OUTPUT_NAMES.map((holds) => ({ topic: OUTPUT_TOPICS[holds], holds })),
  ...ENGINE_NAMES.flatMap((engine) =>
    OUTPUT_NAMES.map((holds) => ({ topic: shadowTopic(engine, OUTPUT_TOPICS[holds]), holds })),
  ),
]

/** The topic of that name; undefined where it is none, and thus the path of a file. */
export const topicNamed = (name: string): TopicChoice | undefined => TOPIC_CHOICES.find(({ topic }) => topic === name)
