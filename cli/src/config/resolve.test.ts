import type { OrderUpError } from '@order-up/contracts'
import { resolveSettings, type Sources } from './resolve.ts'
import { choice, given, path, wholeNumber } from './setting-kinds.ts'

const SETTINGS = {
  orders: wholeNumber({ about: 'how many', least: 1, fallback: 10, lasting: true }),
  dataDir: path({ about: 'where', kind: 'folder', lasting: true }),
  engine: choice<'simple' | 'other', 'simple'>({
    about: 'which',
    choices: ['simple', 'other'],
    fallback: 'simple',
    placeholder: '<name>',
    lasting: true,
    code: 'OU1004',
  }),
  limit: wholeNumber({ about: 'most', least: 1, fallback: undefined, lasting: false }),
  json: given('as JSON'),
}

const sources = (given: Partial<Sources>): Sources => ({ flags: {}, environment: {}, file: new Map(), ...given })

const failureOf = (given: Partial<Sources>): string => {
  try {
    return JSON.stringify(resolveSettings(SETTINGS, sources(given)))
  } catch (error) {
    const { code, message } = error as OrderUpError
    return `${code} ${message.replace(/^.*?: /, '')}`
  }
}

test('a flag comes before the environment, the environment before the file, the file before the default', () => {
  const file = new Map([['orders', '3']])
  const environment = { ORDER_UP_ORDERS: '2' }

  const resolved = [
    sources({ flags: { orders: '1' }, environment, file }),
    sources({ environment, file }),
    sources({ file }),
    sources({}),
  ].map((given) => resolveSettings(SETTINGS, given).orders)

  expect(resolved).toEqual([1, 2, 3, 10])
})

test('an empty variable counts as unset', () => {
  const given = sources({ environment: { ORDER_UP_ORDERS: '', ORDER_UP_DATA_DIR: '' } })

  expect(resolveSettings(SETTINGS, given)).toEqual({
    orders: 10,
    dataDir: undefined,
    engine: 'simple',
    limit: undefined,
    json: false,
  })
})

test('what is no lasting setting is taken from its flag alone', () => {
  const given = sources({
    environment: { ORDER_UP_LIMIT: '5', ORDER_UP_JSON: 'true' },
    file: new Map([['limit', '6']]),
  })

  expect(resolveSettings(SETTINGS, given)).toMatchObject({ limit: undefined, json: false })
})

test('a value that is not valid is refused with its flag, its variable and its key', () => {
  expect([
    failureOf({ flags: { orders: 'many' } }),
    failureOf({ environment: { ORDER_UP_ORDERS: '0' } }),
    failureOf({ file: new Map([['orders', '1.5']]) }),
    failureOf({ environment: { ORDER_UP_ENGINE: 'flink' } }),
    failureOf({ flags: { limit: '99999999999999999999' } }),
    failureOf({ flags: { dataDir: '' } }),
  ]).toEqual([
    'OU1002 --orders must be a whole number of at least 1, is "many" (or ORDER_UP_ORDERS)',
    'OU1002 ORDER_UP_ORDERS must be a whole number of at least 1, is "0" (or --orders)',
    'OU1003 "orders" in order-up.config.json must be a whole number of at least 1, is "1.5" (or --orders, ORDER_UP_ORDERS)',
    'OU1004 ORDER_UP_ENGINE must be one of simple, other, is "flink" (or --engine)',
    'OU1002 --limit must be a whole number of at least 1, is "99999999999999999999"',
    'OU1002 --data-dir must be the path of a folder, is "" (or ORDER_UP_DATA_DIR)',
  ])
})
