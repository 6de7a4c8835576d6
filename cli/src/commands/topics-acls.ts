import type { Acl, Component } from '@order-up/log/kafka'
import { defineCommand } from '../command.ts'
import { choice, given, text } from '../config/setting-kinds.ts'
import { engineSetting } from './engine-setting.ts'
import { topicPrefixSetting } from './topic-settings.ts'

const COMPONENTS: readonly Component[] = ['producer', 'engine', 'sink']

const quoted = (word: string): string => (/^[\w.:/-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`)

/** A line for Kafka's own tool. */
const lineOf = ({ resource, names, pattern, operations }: Acl, principal: string): string =>
  [
    'kafka-acls.sh --bootstrap-server "$KAFKA_BROKERS" --add --allow-principal',
    quoted(principal),
    ...operations.map((operation) => `--operation ${operation}`),
    ...names.map((name) => `--${resource} ${quoted(name)}`),
    ...(pattern === 'prefixed' ? ['--resource-pattern-type prefixed'] : []),
  ].join(' ')

export const topicsAcls = defineCommand({
  words: ['topics', 'acls'],
  summary: 'prints the least that each part has to be allowed, as lines for kafka-acls.sh',
  examples: [
    { does: 'all parts', line: 'order-up topics acls' },
    {
      does: 'one part, for a user of its own',
      line: 'order-up topics acls --component engine --principal User:orders',
    },
    { does: 'an engine that writes shadow topics alone', line: 'order-up topics acls --component engine --shadow' },
  ],
  arguments: [],
  settings: {
    component: choice<Component, undefined>({
      about: 'the part; default: all of them',
      choices: COMPONENTS,
      fallback: undefined,
      placeholder: '<part>',
      lasting: false,
    }),
    principal: text({
      about: 'whom to allow it; default: User:order-up-<part>',
      placeholder: '<principal>',
      lasting: false,
    }),
    engine: engineSetting('the engine that is to be allowed'),
    shadow: given('the engine writes to shadow topics only'),
    topicPrefix: topicPrefixSetting,
    json: given('print them as one JSON document'),
  },
  async run({ component, principal, engine, shadow, topicPrefix = '', json }, { terminal }) {
    const { leastAcls } = await import('@order-up/log/kafka')
    const parts = (component === undefined ? COMPONENTS : [component]).map((part) => ({
      component: part,
      principal: principal ?? `User:order-up-${part}`,
      acls: leastAcls({ component: part, engine, shadow, topicPrefix }),
    }))
    if (json) await terminal.printDocument({ parts })
    else
      for (const { component: part, principal: whom, acls } of parts)
        await terminal.print(`# ${part}\n${acls.map((acl) => `${lineOf(acl, whom)}\n`).join('')}`)
    return 0
  },
})
