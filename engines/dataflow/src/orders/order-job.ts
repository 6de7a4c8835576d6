import { RAW_TOPIC } from '@order-up/contracts'
import type { Job } from '../graph/job.ts'
import { eventTime, eventTimeSort, keyedProcess, process, shuffle, sink, tumblingWindow } from '../graph/node.ts'
import { byCustomer, countCustomers, countingOrder } from './count-customers.ts'
import { foldOrders } from './fold-orders.ts'
import { byWindow, metricWindows } from './metric-windows.ts'
import { placeOrders } from './place-orders.ts'
import { validate } from './validate.ts'

const deadLetters = sink('dlq')

/**
 * From raw events to the five outputs. What stands above a shuffle runs once for each raw partition, what stands below it
 * in the merge task that owns the key.
 */
export const orderJob: Job = {
  name: 'orders',
  topic: RAW_TOPIC,
  first: process('validate', validate, {
    refused: deadLetters,
    event: eventTime(
      'event_ts',
      ({ event }) => event.event_ts,
      keyedProcess('fold orders', 'order_id', foldOrders, {
        refused: deadLetters,
        curated: sink('curated'),
        placed: process('place orders', placeOrders, {
          late: sink('late'),
          contribution: shuffle(
            'by window',
            byWindow,
            tumblingWindow('metric windows', metricWindows, { closed: sink('metrics') }),
          ),
          order: shuffle(
            'by customer',
            byCustomer,
            eventTimeSort('by effective time', countingOrder, {
              sorted: keyedProcess('count customers', 'customer_id, currency', countCustomers, {
                activity: sink('customers'),
              }),
            }),
          ),
        }),
      }),
    ),
  }),
}
