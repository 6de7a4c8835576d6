import { recordType } from './state-codec.ts'

const STATUS = {
  type: 'enum',
  name: 'Status',
  symbols: ['pending_payment', 'confirmed', 'shipped', 'delivered', 'cancelled'],
}

/** How an `OrderState` stands in a changelog, as an Avro type. */
export const ORDER_STATE_TYPE = recordType('OrderState', [
  ['orderId', 'string'],
  ['createdMs', ['null', 'long']],
  ['customerId', 'string'],
  ['currency', 'string'],
  ['amountMinor', 'long'],
  ['itemsCount', 'int'],
  ['basketMs', ['null', 'long']],
  ['status', STATUS],
  ['statusMs', ['null', 'long']],
  ['lastMs', 'long'],
  ['eventCount', 'int'],
])
