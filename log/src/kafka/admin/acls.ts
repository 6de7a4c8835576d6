import { internalTopic, OUTPUT_NAMES, OUTPUT_TOPICS, RAW_TOPIC } from '@order-up/contracts'
import { TopicNames } from '../topic-names.ts'
import { controlTopics } from './topic-specs.ts'

/** Parts of the pipeline that log in on their own. */
export const COMPONENTS = ['producer', 'engine', 'sink'] as const
export type Component = (typeof COMPONENTS)[number]

export type Operation = 'Read' | 'Write' | 'Describe' | 'DescribeConfigs' | 'Create' | 'Delete'

/** Operations that somebody has to be allowed on resources, or on all whose names begin like one of them. */
export interface Acl {
  readonly resource: 'topic' | 'group' | 'transactional-id'
  readonly names: readonly string[]
  readonly pattern: 'literal' | 'prefixed'
  readonly operations: readonly Operation[]
}

export interface AclsOptions {
  readonly component: Component
  readonly topicPrefix?: string
  /** Which engine, and whether it writes shadow topics alone. */
  readonly engine: string
  readonly shadow: boolean
}

const exactly = (resource: Acl['resource'], names: readonly string[], ...operations: readonly Operation[]): Acl => ({
  resource,
  names,
  pattern: 'literal',
  operations,
})

const allBelow = (resource: Acl['resource'], name: string, ...operations: readonly Operation[]): Acl => ({
  resource,
  names: [name],
  pattern: 'prefixed',
  operations,
})

const producerAcls = (names: TopicNames): readonly Acl[] => [exactly('topic', [names.of(RAW_TOPIC)], 'Write')]

const engineAcls = (names: TopicNames, engine: string, shadow: boolean): readonly Acl[] => {
  const outputs = OUTPUT_NAMES.map((output) => names.output(output, { name: engine, shadow }))
  const control = controlTopics(names).map(({ topic }) => topic)
  return [
    exactly('topic', [names.of(RAW_TOPIC)], 'Read'),
    shadow ? exactly('topic', outputs, 'Write', 'DescribeConfigs', 'Create') : exactly('topic', outputs, 'Write'),
    exactly('topic', control, 'Read', 'Write', 'DescribeConfigs'),
    // Delete: what has been consumed of them is purged.
    allBelow('topic', names.of(internalTopic(engine, '')), 'Read', 'Write', 'DescribeConfigs', 'Create', 'Delete'),
    exactly('group', [names.group(engine)], 'Read'),
    allBelow('group', names.group(engine, ''), 'Read'),
    allBelow('group', names.ownGroup('control', ''), 'Read'),
    allBelow('transactional-id', names.transactionalId(engine, ''), 'Write'),
  ]
}

const sinkAcls = (names: TopicNames): readonly Acl[] => [
  exactly(
    'topic',
    Object.values(OUTPUT_TOPICS).map((topic) => names.of(topic)),
    'Read',
  ),
  exactly('topic', [names.of(RAW_TOPIC)], 'Describe'),
  allBelow('group', names.ownGroup('reader', ''), 'Read'),
]

/**
 * The least that a part has to be allowed. Brokers take Describe to be part of Read and of Write; the topics of the
 * contract have been created by somebody else.
 */
export const leastAcls = ({ component, topicPrefix = '', engine, shadow }: AclsOptions): readonly Acl[] => {
  const names = new TopicNames(topicPrefix)
  if (component === 'producer') return producerAcls(names)
  return component === 'engine' ? engineAcls(names, engine, shadow) : sinkAcls(names)
}
