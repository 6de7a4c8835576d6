import { OUTPUT_NAMES, OUTPUT_TOPICS, RAW_TOPIC, shadowTopic, subjectOf, TOPIC_SETTINGS } from './topics.ts'

test('the six topics have the settings of the contract', () => {
  const compact = { 'cleanup.policy': 'compact', 'min.compaction.lag.ms': '604800000' }
  const thirtyDays = { 'cleanup.policy': 'delete', 'retention.ms': '2592000000' }

  expect(TOPIC_SETTINGS).toEqual({
    'orders.events.raw': {
      'cleanup.policy': 'delete',
      'retention.ms': '-1',
      'retention.bytes': '-1',
      'compression.type': 'uncompressed',
      'message.timestamp.type': 'CreateTime',
      'message.timestamp.after.max.ms': '60000',
    },
    'orders.orders.curated': compact,
    'orders.customers': compact,
    'orders.metrics': compact,
    'orders.events.late': thirtyDays,
    'orders.events.dlq': { ...thirtyDays, 'max.message.bytes': '2097152' },
  })
})

test('every output has a topic, and every topic its settings', () => {
  const topics = [RAW_TOPIC, ...OUTPUT_NAMES.map((name) => OUTPUT_TOPICS[name])]

  expect([...topics].sort()).toEqual(Object.keys(TOPIC_SETTINGS).sort())
  expect([...OUTPUT_NAMES].sort()).toEqual(Object.keys(OUTPUT_TOPICS).sort())
})

test('a shadow topic names its engine, a subject its topic', () => {
  expect([shadowTopic('simple', 'orders.metrics'), subjectOf('orders.metrics')]).toEqual([
    'shadow.simple.orders.metrics',
    'orders.metrics-value',
  ])
})
