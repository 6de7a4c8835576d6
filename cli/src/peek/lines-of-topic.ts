import type { SchemaSource } from '@order-up/log/kafka'
import { EventDecoders } from './event-decoders.ts'
import { peekedLine } from './peeked-line.ts'
import { peekedOutput } from './peeked-output.ts'
import { readTopic, type TopicReading, type TopicSource } from './read-topic.ts'
import type { Shown } from './shown.ts'
import type { TopicChoice } from './topic-choice.ts'

export interface TopicLook {
  readonly source: TopicSource
  readonly registry: Pick<SchemaSource, 'find'>
  readonly holds: TopicChoice['holds']
  readonly reading: TopicReading
}

/** The committed records of a topic, raw or of an output. Rejects where the registry does not answer. */
export async function* linesOfTopic({ source, registry, holds, reading }: TopicLook): AsyncGenerator<Shown> {
  const decoders = new EventDecoders(registry)
  for await (const record of readTopic(source, reading)) {
    const { key, partition } = record
    if (holds === 'raw') await decoders.learn(record.value)
    const line = (): string => (holds === 'raw' ? peekedLine(record, decoders.of) : peekedOutput(record, holds))
    yield { key, partition, line }
  }
}
