import type { Basket, Payload } from '@order-up/contracts'
import type { BasketPlan, PayloadPlan } from './move.ts'

const basketOf = ({ amount, count, lines }: BasketPlan): Basket => {
  if (lines.length === 0) return { amount, items_count: count, items: [] }
  return {
    amount: lines.reduce((sum, { quantity, price }) => sum + quantity * price, 0),
    items_count: lines.reduce((sum, { quantity }) => sum + quantity, 0),
    items: lines.map(({ category, quantity, price }) => ({ product_id: 'P', category, quantity, unit_price: price })),
  }
}

/** The payload that a plan stands for; a basket of lines is their sum. */
export const payloadOf = (plan: PayloadPlan): Payload => {
  switch (plan.kind) {
    case 'created': {
      const { customer, currency, basket } = plan
      return { type: 'OrderCreated', customer_id: customer, currency, ...basketOf(basket) }
    }
    case 'updated':
      return { type: 'OrderUpdated', ...basketOf(plan.basket) }
    case 'confirmed':
      return { type: 'OrderConfirmed', payment_method: null }
    case 'shipped':
      return { type: 'OrderShipped', carrier: null, tracking_number: null }
    case 'delivered':
      return { type: 'OrderDelivered' }
    case 'cancelled':
      return { type: 'OrderCancelled', reason: null }
    case 'heartbeat':
      return { type: 'Heartbeat' }
  }
}
