import {
  type InternalTopic,
  OUTPUT_NAMES,
  OUTPUT_TOPICS,
  RAW_TOPIC,
  shadowTopic,
  TOPIC_SETTINGS,
} from '@order-up/contracts'
import { TOMBSTONE_MS } from '../changelog/changelog-mark.ts'
import { CONTROL_TOPICS, decisionsTopic, type TopicNames } from '../topic-names.ts'

/** A topic as it has to be. */
export interface TopicSpec {
  /** By the broker's name. */
  readonly topic: string
  readonly partitions: number
  readonly settings: Readonly<Record<string, string>>
}

const FOR_EVER = { 'cleanup.policy': 'delete', 'retention.ms': '-1', 'retention.bytes': '-1' }

/** Compacted soon and in small segments: a restore reads little more than the live keys. */
const CHANGELOG = {
  'cleanup.policy': 'compact',
  'segment.ms': '3600000',
  'segment.bytes': '67108864',
  'min.cleanable.dirty.ratio': '0.2',
  // Marks of local copies count on it.
  'delete.retention.ms': String(TOMBSTONE_MS),
}
/** Kept until it has been consumed, when we purge it ourselves. A record of raw has to fit, with what goes with it. */
const INTERNAL = { 'cleanup.policy': 'delete', 'retention.ms': '-1', 'max.message.bytes': '2097152' }

const output = (names: TopicNames, topic: string, named: string, partitions: number): TopicSpec => ({
  topic: names.of(named),
  partitions,
  settings: TOPIC_SETTINGS[topic] ?? {},
})

/** The six topics of the contract. */
export const contractTopics = (names: TopicNames, partitions: number): readonly TopicSpec[] =>
  [RAW_TOPIC, ...Object.values(OUTPUT_TOPICS)].map((topic) => output(names, topic, topic, partitions))

/** What an engine in shadow writes. */
export const shadowTopics = (names: TopicNames, engine: string, partitions: number): readonly TopicSpec[] =>
  OUTPUT_NAMES.map((name) => output(names, OUTPUT_TOPICS[name], shadowTopic(engine, OUTPUT_TOPICS[name]), partitions))

/** What steers engines: one partition each, kept for ever. */
export const controlTopics = (names: TopicNames): readonly TopicSpec[] =>
  CONTROL_TOPICS.map((topic) => ({ topic: names.of(topic), partitions: 1, settings: FOR_EVER }))

/** The changelog of a task. */
export const changelogSpec = (names: TopicNames, engine: string, task: string): TopicSpec => ({
  topic: names.changelog(engine, task),
  partitions: 1,
  settings: CHANGELOG,
})

/** A topic of an engine's own. */
export const internalSpec = (names: TopicNames, { topic, partitions }: InternalTopic): TopicSpec => ({
  topic: names.of(topic),
  partitions,
  settings: INTERNAL,
})

/** What an engine decides for all of its instances. */
export const decisionsSpec = (names: TopicNames, engine: string): TopicSpec => ({
  topic: names.of(decisionsTopic(engine)),
  partitions: 1,
  settings: FOR_EVER,
})
