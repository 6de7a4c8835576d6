import { resolve } from 'node:path'
import { defineCommand } from '../command.ts'
import { given, path, wholeNumber } from '../config/setting-kinds.ts'
import { databaseAddress } from '../database/address.ts'
import { dataDirSetting } from './data-dir-setting.ts'
import { engineSetting } from './engine-setting.ts'

const MOST_ORDERS = 1_000_000

export const demo = defineCommand({
  words: ['demo'],
  summary: 'runs the whole pipeline in one process, into a real PostgreSQL, and shows what came of it',
  examples: [
    { does: 'five thousand orders, on a PostgreSQL of its own', line: 'order-up demo' },
    { does: 'another shop, ten times as large', line: 'order-up demo --orders 50000 --seed 7' },
    {
      does: 'a raw log of your own, and the database stays up to look into',
      line: 'order-up demo --file orders.jsonl.gz --keep',
    },
    {
      does: 'into a database of your own (schema order_up_demo)',
      line: 'DATABASE_URL=postgres://me@db/orders order-up demo',
    },
  ],
  arguments: [],
  settings: {
    engine: engineSetting('the engine to run'),
    orders: wholeNumber({ about: 'orders to generate', least: 1, most: MOST_ORDERS, fallback: 5_000, lasting: true }),
    seed: wholeNumber({ about: 'another seed is another shop', least: 0, fallback: 1, lasting: true }),
    rate: wholeNumber({
      about: 'raw records a second; 0 for as fast as they are taken',
      least: 0,
      fallback: 0,
      lasting: true,
    }),
    file: path({ about: 'replay a file of JSON lines, gzip or not, instead', kind: 'file', lasting: false }),
    dataDir: dataDirSetting,
    port: wholeNumber({
      about: 'port of the local PostgreSQL; default: a free one',
      least: 1,
      most: 65_535,
      fallback: undefined,
      lasting: false,
    }),
    keep: given('keep the local PostgreSQL up until Ctrl-C'),
    json: given('print one JSON document'),
  },
  async run({ file, dataDir, ...settings }, context) {
    const { runDemo } = await import('../demo/run-demo.ts')
    const at = (given: string | undefined): string | undefined => given && resolve(context.folder, given)
    return runDemo({ ...settings, file: at(file), dataDir: at(dataDir), address: databaseAddress(context) }, context)
  },
})
