import { FRAME_BYTES, isFramed, RAW_TOPIC, schemaIdOf } from '@order-up/contracts'
import type { SchemaSource } from '@order-up/log/kafka'
import { EventDecoders } from '../peek/event-decoders.ts'
import { readTopic, type TopicSource } from '../peek/read-topic.ts'

export interface NewestEvent {
  readonly source: TopicSource
  readonly registry: Pick<SchemaSource, 'find'>
  readonly signal: AbortSignal
}

/** Records at the end of each partition that are looked at. */
const LOOK_BACK = 100

/** The greatest event time near the ends of the raw topic, epoch ms; undefined where there is no event. */
export const newestEventMs = async ({ source, registry, signal }: NewestEvent): Promise<number | undefined> => {
  const decoders = new EventDecoders(registry)
  const reading = { topic: RAW_TOPIC, partition: undefined, from: -LOOK_BACK, untilEnd: true, signal }
  let newest: number | undefined
  for await (const { value } of readTopic(source, reading)) {
    if (value === null || !isFramed(value)) continue
    await decoders.learn(value)
    const event = decoders.of(schemaIdOf(value))?.(value, FRAME_BYTES, value.length)
    if (event !== undefined && event.event_ts > (newest ?? Number.NEGATIVE_INFINITY)) newest = event.event_ts
  }
  return newest
}
