import { randomInt } from 'node:crypto'
import { defineCommand } from '../command.ts'
import { given, wholeNumber } from '../config/setting-kinds.ts'
import { share } from '../config/share-setting.ts'
import { wallClock } from '../wall-clock.ts'
import { topicPrefixSetting } from './topic-settings.ts'

const MOST_RATE = 100_000
const SEEDS = 2 ** 32

export const produceOrders = defineCommand({
  words: ['produce', 'orders'],
  summary: 'sends the orders of a made-up shop, as they happen, until stopped or --count is reached',
  examples: [
    { does: 'ten orders a second, until Ctrl-C', line: 'order-up produce orders' },
    { does: 'a thousand orders, soon', line: 'order-up produce orders --count 1000 --rate 200' },
    { does: 'the same shop again', line: 'order-up produce orders --count 100 --seed 7' },
    { does: 'a shop without any trouble', line: 'order-up produce orders --duplicates 0 --late 0 --malformed 0' },
  ],
  arguments: [],
  settings: {
    rate: wholeNumber({ about: 'orders placed a second', least: 1, most: MOST_RATE, fallback: 10, lasting: false }),
    count: wholeNumber({ about: 'orders to place; 0 for ever', least: 0, fallback: 0, lasting: false }),
    seed: wholeNumber({
      about: 'another seed is another shop; default: one that is drawn and printed',
      least: 0,
      fallback: undefined,
      lasting: false,
    }),
    duplicates: share({ about: 'records that are sent twice', fallback: 0.02 }),
    late: share({ about: 'orders that come too late for a window', fallback: 0.02 }),
    malformed: share({ about: 'records that an engine refuses', fallback: 0.02 }),
    bursts: share({ about: 'orders placed in bursts, at twenty times the rate', fallback: 0.1, most: 0.9 }),
    partitionsFromTopic: given('spread keys over the partitions that the topic has, which is always done'),
    topicPrefix: topicPrefixSetting,
  },
  endsBySignal: true,
  async run({ rate, topicPrefix, seed: given, ...shop }, context) {
    const [{ generateOrders, whenDue }, { sendLive }] = await Promise.all([
      import('@order-up/producer'),
      import('../produce/send-live.ts'),
    ])
    const seed = given ?? randomInt(SEEDS)
    context.terminal.note(`seed ${seed}`)
    const { count, duplicates, late, malformed, bursts } = shop
    await sendLive(
      {
        topicPrefix,
        recordsFor: ({ partitions, schemaId }) =>
          generateOrders({
            ...{ partitions, schemaId, seed, count, duplicates, late, malformed, bursts },
            ratePerSecond: rate,
            startMs: wallClock.nowMs(),
            finish: false,
          }),
        pace: whenDue,
      },
      context,
    )
    return 0
  },
})
