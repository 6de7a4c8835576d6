import { resolve } from 'node:path'
import { DEFAULT_PARTITIONS } from '@order-up/contracts'
import { type CommandContext, defineCommand } from '../command.ts'
import type { Setting } from '../config/setting.ts'
import { given, text, wholeNumber } from '../config/setting-kinds.ts'
import { neededRegistry } from '../kafka/needed-addresses.ts'
import { withLog } from '../kafka/open-log.ts'
import { linesOfFile } from '../peek/lines-of-file.ts'
import { linesOfTopic } from '../peek/lines-of-topic.ts'
import type { From, TopicReading } from '../peek/read-topic.ts'
import type { Shown } from '../peek/shown.ts'
import { type TopicChoice, topicNamed } from '../peek/topic-choice.ts'
import { topicPrefixSetting } from './topic-settings.ts'

const fromSetting: Setting<From> = {
  about: 'of a topic, where to begin in every partition: start, end, an offset, or -n for the last n',
  lasting: false,
  fallback: 'start',
  placeholder: '<place>',
  expects: 'start, end, an offset or -n',
  parse: (given) => {
    if (given === 'start' || given === 'end') return given
    return /^-?\d{1,15}$/.test(given) ? Number(given) : undefined
  },
}

interface Choice {
  readonly key: string | undefined
  readonly partition: number | undefined
  readonly limit: number | undefined
}

/** Prints what is chosen, until enough has been, nobody reads any more, or it is told to stop. */
const show = async (lines: AsyncIterable<Shown>, choice: Choice, { terminal, signal }: CommandContext) => {
  let shown = 0
  for await (const { key, partition, line } of lines) {
    if (signal.aborted || terminal.closed.aborted) break
    if (choice.key !== undefined && key?.toString() !== choice.key) continue
    if (choice.partition !== undefined && partition !== choice.partition) continue
    await terminal.print(line())
    shown += 1
    if (shown === choice.limit) break
  }
}

interface TopicAsked extends TopicChoice, Omit<TopicReading, 'signal'> {
  readonly topicPrefix: string | undefined
}

const showTopic = async ({ holds, topicPrefix, ...asked }: TopicAsked, choice: Choice, context: CommandContext) => {
  const { registrySource } = await import('@order-up/log/kafka')
  const registry = registrySource(neededRegistry(context))
  const signal = AbortSignal.any([context.signal, context.terminal.closed])
  await withLog({ topicPrefix }, context, (source) =>
    show(linesOfTopic({ source, registry, holds, reading: { ...asked, signal } }), choice, context),
  )
}

export const peek = defineCommand({
  words: ['peek'],
  summary: 'prints the committed records of a topic, or the raw records of a file, decoded, as JSON lines',
  examples: [
    { does: 'the curated orders that there are', line: 'order-up peek orders.orders.curated --until-end' },
    { does: 'dead letters as they come', line: 'order-up peek orders.events.dlq --from end' },
    { does: 'the first ten records of a file', line: 'order-up peek orders.jsonl.gz --limit 10' },
    { does: 'everything that happened to one order', line: 'order-up peek orders.jsonl.gz --key ORD-1' },
    { does: 'the records that do not decode', line: "order-up peek orders.jsonl.gz | jq -c 'select(.error)'" },
  ],
  arguments: [
    {
      name: 'source',
      about: 'a topic of the contract (or shadow.<engine>.<topic>), or JSON lines, gzip or not',
      path: 'file',
    },
  ],
  settings: {
    key: text({ about: 'only records with this key', placeholder: '<key>', lasting: false }),
    partition: wholeNumber({ about: 'only records of this partition', least: 0, fallback: undefined, lasting: false }),
    limit: wholeNumber({ about: 'stop after so many records', least: 1, fallback: undefined, lasting: false }),
    from: fromSetting,
    untilEnd: given('of a topic, stop at the ends that its partitions have now'),
    partitions: wholeNumber({
      about: 'of a file, partitions over which keys are spread',
      least: 1,
      fallback: DEFAULT_PARTITIONS,
      lasting: true,
    }),
    topicPrefix: topicPrefixSetting,
  },
  async run({ key, partition, limit, partitions, ...asked }, context, [source]) {
    const choice = { key, partition, limit }
    const topic = topicNamed(source!)
    if (topic === undefined) await show(linesOfFile(resolve(context.folder, source!), partitions), choice, context)
    else await showTopic({ ...asked, ...topic, partition }, choice, context)
    return 0
  },
})
