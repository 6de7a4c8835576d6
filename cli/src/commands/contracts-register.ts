import {
  ORDER_EVENT_SCHEMA,
  OUTPUT_NAMES,
  OUTPUT_SCHEMAS,
  OUTPUT_TOPICS,
  RAW_TOPIC,
  subjectOf,
} from '@order-up/contracts'
import { defineCommand } from '../command.ts'
import { given } from '../config/setting-kinds.ts'
import { neededRegistry } from '../kafka/needed-addresses.ts'
import { alignRows } from '../terminal/align.ts'
import { topicPrefixSetting } from './topic-settings.ts'

const SCHEMAS: readonly { readonly topic: string; readonly schema: string }[] = [
  { topic: RAW_TOPIC, schema: ORDER_EVENT_SCHEMA },
  ...OUTPUT_NAMES.map((name) => ({ topic: OUTPUT_TOPICS[name], schema: OUTPUT_SCHEMAS[name] })),
]

export const contractsRegister = defineCommand({
  words: ['contracts', 'register'],
  summary: 'registers the schemas of the contract, BACKWARD_TRANSITIVE, and prints their ids',
  examples: [
    { does: 'register what is missing', line: 'order-up contracts register' },
    { does: 'the ids for a program', line: 'order-up contracts register --json' },
  ],
  arguments: [],
  settings: { topicPrefix: topicPrefixSetting, json: given('print one JSON document') },
  async run({ topicPrefix = '', json }, context) {
    const { terminal } = context
    const { registrySource } = await import('@order-up/log/kafka')
    const registry = registrySource(neededRegistry(context))
    const subjects: { readonly id: number; readonly subject: string }[] = []
    for (const { topic, schema } of SCHEMAS) {
      const subject = subjectOf(`${topicPrefix}${topic}`)
      subjects.push({ id: await registry.register(subject, schema), subject })
    }
    const rows = subjects.map(({ id, subject }) => [String(id), subject])
    if (json) await terminal.printDocument({ subjects })
    else await terminal.print(alignRows(rows, ['right', 'left']).join('\n'))
    return 0
  },
})
