import { readFileSync } from 'node:fs'
import type { OutputName } from './topics.ts'

const read = (name: string): string => readFileSync(new URL(`../../schemas/${name}.avsc`, import.meta.url), 'utf8')

/** Text of version 1 of the OrderEvent schema, as it is registered. */
export const ORDER_EVENT_SCHEMA = read('order-event')

/** Text of version 1 of each output's value schema, as it is registered. */
export const OUTPUT_SCHEMAS: Readonly<Record<OutputName, string>> = {
  curated: read('curated-order'),
  customers: read('customer-activity'),
  metrics: read('order-metric'),
  late: read('late-order'),
  dlq: read('dead-letter'),
}
