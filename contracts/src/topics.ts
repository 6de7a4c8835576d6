/** The topic that every producer writes and every engine reads. */
export const RAW_TOPIC = 'orders.events.raw'

/** The five outputs of an engine, by the short name that golden cases and reports use. */
export type OutputName = 'curated' | 'customers' | 'metrics' | 'late' | 'dlq'

/** Topic name of each output. */
export const OUTPUT_TOPICS: Readonly<Record<OutputName, string>> = {
  curated: 'orders.orders.curated',
  customers: 'orders.customers',
  metrics: 'orders.metrics',
  late: 'orders.events.late',
  dlq: 'orders.events.dlq',
}

export const OUTPUT_NAMES: readonly OutputName[] = ['curated', 'customers', 'metrics', 'late', 'dlq']

/** What an engine in shadow writes instead of `topic`. */
export const shadowTopic = (engine: string, topic: string): string => `shadow.${engine}.${topic}`

/** What only one engine uses. */
export const internalTopic = (engine: string, what: string): string => `internal.${engine}.${what}`

/** Registry subject under which the value schema of `topic` is registered. */
export const subjectOf = (topic: string): string => `${topic}-value`

/** Default number of partitions of each of the six topics; fixed for a topic's life. */
export const DEFAULT_PARTITIONS = 4

const WEEK_MS = 7 * 86_400_000
const COMPACTED = { 'cleanup.policy': 'compact', 'min.compaction.lag.ms': String(WEEK_MS) }
const THIRTY_DAYS = { 'cleanup.policy': 'delete', 'retention.ms': String(30 * 86_400_000) }

/** Topic settings that the contract asks for, beside the common number of partitions. */
export const TOPIC_SETTINGS: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  [RAW_TOPIC]: {
    'cleanup.policy': 'delete',
    'retention.ms': '-1',
    'retention.bytes': '-1',
    'compression.type': 'uncompressed',
    'message.timestamp.type': 'CreateTime',
    'message.timestamp.after.max.ms': '60000',
  },
  [OUTPUT_TOPICS.curated]: COMPACTED,
  [OUTPUT_TOPICS.customers]: COMPACTED,
  [OUTPUT_TOPICS.metrics]: COMPACTED,
  [OUTPUT_TOPICS.late]: THIRTY_DAYS,
  [OUTPUT_TOPICS.dlq]: { ...THIRTY_DAYS, 'max.message.bytes': '2097152' },
}
