import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { OutputName } from './topics.ts'

/** Folder of the schemas (`*.avsc`); `released/<version>` in it keeps each as that version froze it. */
export const SCHEMA_FOLDER = fileURLToPath(new URL('../../schemas', import.meta.url))

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
