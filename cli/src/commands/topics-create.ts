import { DEFAULT_PARTITIONS } from '@order-up/contracts'
import { defineCommand } from '../command.ts'
import { wholeNumber } from '../config/setting-kinds.ts'
import { neededKafka } from '../kafka/needed-addresses.ts'
import { replicationFactorSetting, topicPrefixSetting } from './topic-settings.ts'

export const topicsCreate = defineCommand({
  words: ['topics', 'create'],
  summary: 'creates the topics of the contract, and checks those that are there',
  examples: [
    { does: 'create what is missing', line: 'order-up topics create' },
    { does: 'on a cluster of three brokers', line: 'order-up topics create --partitions 12 --replication-factor 3' },
    { does: 'topics of your own, for a trial', line: 'order-up topics create --topic-prefix trial.' },
  ],
  arguments: [],
  settings: {
    partitions: wholeNumber({
      about: 'partitions of each topic, fixed for its life',
      least: 1,
      most: 10_000,
      fallback: DEFAULT_PARTITIONS,
      lasting: true,
    }),
    replicationFactor: replicationFactorSetting,
    topicPrefix: topicPrefixSetting,
  },
  async run({ partitions, replicationFactor, topicPrefix = '' }, context) {
    const { terminal } = context
    const connection = neededKafka(context)
    const { createTopics } = await import('@order-up/log/kafka')
    terminal.redraw('creating topics …')
    const copies = replicationFactor === undefined ? {} : { replicationFactor }
    await createTopics({ connection, topicPrefix, ...copies }, partitions)
    terminal.note(`the topics of the contract are there, with ${partitions} partitions each`)
    return 0
  },
})
