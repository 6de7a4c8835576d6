import type { Step } from '@order-up/contracts'
import {
  type ChangelogRecord,
  type PositionRecord,
  positionRecord,
  stateRecord,
} from '../changelog/changelog-record.ts'
import { type EngineContext, outputTopics } from '../group/engine-context.ts'
import type { Outgoing } from './send-plan.ts'
import type { Written } from './transactions.ts'

/** What the transaction of a step is made of. */
export interface StepParts {
  readonly context: EngineContext
  readonly changelog: string
  readonly step: Step
  /** The task's position once the step is done. */
  readonly position: PositionRecord
}

/** Offsets of the step's inputs, as a group keeps them. */
const groupOffsets = ({ context, step }: StepParts): Written['offsets'] => {
  const topics = new Map<string, { partition: number; offset: string }[]>()
  for (const { topic, partition, offset } of step.positions) {
    const name = context.names.of(topic)
    topics.set(name, [...(topics.get(name) ?? []), { partition, offset: String(offset) }])
  }
  return {
    groupId: context.groupId,
    topics: [...topics].map(([topic, partitions]) => ({ topic, partitions })),
  }
}

/** Outputs, internal records, changelog delta and position record of a step: one transaction, the position record last. */
export const stepTransaction = (parts: StepParts): Written => {
  const { context, changelog, step, position } = parts
  const timestampMs = context.now()
  const topics = outputTopics(context)
  const records: Outgoing[] = step.outputs.map(({ output, partition, key, value }) => ({
    topic: topics[output],
    partition,
    key,
    value,
    timestampMs,
  }))
  for (const { topic, partition, value } of step.internal ?? [])
    records.push({ topic: context.names.of(topic), partition, key: null, value, timestampMs })
  const toChangelog = ({ key, value }: ChangelogRecord): void => {
    records.push({ topic: changelog, partition: 0, key, value, timestampMs })
  }
  for (const change of step.state) toChangelog(stateRecord(change))
  toChangelog(positionRecord(position))
  const offsets = step.positions.length === 0 ? undefined : groupOffsets(parts)
  return { records, ...(offsets && { offsets }) }
}
