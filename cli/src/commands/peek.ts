import { resolve } from 'node:path'
import { DEFAULT_PARTITIONS } from '@order-up/contracts'
import { ORDER_EVENT_ID } from '@order-up/log'
import { readRawLines } from '@order-up/producer'
import { defineCommand } from '../command.ts'
import { text, wholeNumber } from '../config/setting-kinds.ts'
import { peekedLine, placed } from '../peek/peeked-line.ts'

export const peek = defineCommand({
  words: ['peek'],
  summary: 'prints the raw records of a file, decoded, as JSON lines',
  examples: [
    { does: 'the first ten records', line: 'order-up peek orders.jsonl.gz --limit 10' },
    { does: 'everything that happened to one order', line: 'order-up peek orders.jsonl.gz --key ORD-1' },
    { does: 'the records that do not decode', line: "order-up peek orders.jsonl.gz | jq -c 'select(.error)'" },
  ],
  arguments: [{ name: 'file', about: 'JSON lines, gzip or not', path: 'file' }],
  settings: {
    key: text({ about: 'only records with this key', placeholder: '<key>', lasting: false }),
    partition: wholeNumber({ about: 'only records of this partition', least: 0, fallback: undefined, lasting: false }),
    limit: wholeNumber({ about: 'stop after so many records', least: 1, fallback: undefined, lasting: false }),
    partitions: wholeNumber({
      about: 'partitions of the raw topic, over which keys are spread',
      least: 1,
      fallback: DEFAULT_PARTITIONS,
      lasting: true,
    }),
  },
  async run({ key, partition, limit, partitions }, { terminal, folder, signal }, [file]) {
    const target = { schemaId: ORDER_EVENT_ID, partitions }
    let shown = 0
    for await (const record of placed(readRawLines(resolve(folder, file!), target), partitions)) {
      if (signal.aborted || terminal.closed.aborted) break
      if (key !== undefined && record.key?.toString() !== key) continue
      if (partition !== undefined && record.partition !== partition) continue
      await terminal.print(peekedLine(record, ORDER_EVENT_ID))
      shown += 1
      if (shown === limit) break
    }
    return 0
  },
})
