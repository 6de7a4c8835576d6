import { defineCommand } from '../command.ts'
import { given } from '../config/setting-kinds.ts'
import { contractSubjects } from '../kafka/contract-subjects.ts'
import { neededRegistry } from '../kafka/needed-addresses.ts'
import { alignRows } from '../terminal/align.ts'
import { topicPrefixSetting } from './topic-settings.ts'

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
    for (const { subject, schema } of contractSubjects(topicPrefix))
      subjects.push({ id: await registry.register(subject, schema), subject })
    const rows = subjects.map(({ id, subject }) => [String(id), subject])
    if (json) await terminal.printDocument({ subjects })
    else await terminal.print(alignRows(rows, ['right', 'left']).join('\n'))
    return 0
  },
})
