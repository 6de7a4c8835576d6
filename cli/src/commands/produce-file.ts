import { resolve } from 'node:path'
import { defineCommand } from '../command.ts'
import { wholeNumber } from '../config/setting-kinds.ts'
import { topicPrefixSetting } from './topic-settings.ts'

export const produceFile = defineCommand({
  words: ['produce', 'file'],
  summary: 'sends the raw records of a file of JSON lines, gzip or not, with their own timestamps',
  examples: [
    { does: 'send a raw log', line: 'order-up produce file orders.jsonl.gz' },
    { does: 'a hundred records a second', line: 'order-up produce file orders.jsonl.gz --rate 100' },
  ],
  arguments: [{ name: 'file', about: 'JSON lines, gzip or not', path: 'file' }],
  settings: {
    rate: wholeNumber({
      about: 'records a second; 0 for as fast as they are confirmed',
      least: 0,
      fallback: 0,
      lasting: false,
    }),
    topicPrefix: topicPrefixSetting,
  },
  endsBySignal: true,
  async run({ rate, topicPrefix }, context, [file]) {
    const [{ atRate, readRawLines }, { sendLive }] = await Promise.all([
      import('@order-up/producer'),
      import('../produce/send-live.ts'),
    ])
    const recordsFor = (target: Parameters<typeof readRawLines>[1]) =>
      readRawLines(resolve(context.folder, file!), target)
    await sendLive({ topicPrefix, recordsFor, ...(rate > 0 && { pace: atRate(rate) }) }, context)
    return 0
  },
})
