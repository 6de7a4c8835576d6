import type { Mutant } from './mutant.ts'

const clock = 'engines/simple/src/clock'
const windows = 'engines/simple/src/windows'
const customers = 'engines/simple/src/customers'
const handler = 'engines/simple/src/handler'

/** What can go wrong with event time, windows and customers (T, M, C). */
export const TIME_MUTANTS: readonly Mutant[] = [
  {
    name: 'a window’s start is rounded, not floored',
    rule: 'T3',
    file: windows,
    find: 'Math.floor(eventMs / sizeMs)',
    replace: 'Math.round(eventMs / sizeMs)',
  },
  {
    name: 'the end of a window belongs to it',
    rule: 'T3',
    file: windows,
    find: 'Math.floor(eventMs / sizeMs)',
    replace: '(Math.ceil(eventMs / sizeMs) - 1)',
  },
  {
    name: 'the least time counts only partitions that have records',
    rule: 'M3',
    file: clock,
    find: 'if (before === this.#minTsMs)\n            this.#minTsMs = Math.min(...this.#maxTsMs);',
    replace: 'this.#minTsMs = Math.min(...this.#maxTsMs.filter(Number.isFinite));',
  },
  {
    name: 'the fastest partition closes windows',
    rule: 'M3',
    file: clock,
    find: 'if (before === this.#minTsMs)\n            this.#minTsMs = Math.min(...this.#maxTsMs);',
    replace: 'this.#minTsMs = Math.max(...this.#maxTsMs);',
  },
  {
    name: 'refused records move time',
    rule: 'T4',
    file: handler,
    find: 'this.#refuse(partition, record, checked);',
    replace: `const body = record.value;
            const decode = body !== null && body.length > 5 && body[0] === 0 ? this.#decoderOf(body.readUInt32BE(1)) : null;
            const seen = decode === null ? undefined : decode(body, 5, body.length);
            if (seen !== undefined)
                this.#state.clock.raise(partition, seen.event_ts);
            this.#refuse(partition, record, checked);`,
  },
  {
    name: 'time is lost at a restart',
    rule: 'T4',
    file: clock,
    find: 'this.#table.put(String(partition), eventMs);',
    replace: '',
  },
  {
    name: 'heartbeats don’t move time',
    rule: 'T4',
    file: handler,
    find: 'clock.raise(partition, checked.event.event_ts);',
    replace:
      "if (checked.event.event_type !== 'HEARTBEAT')\n            clock.raise(partition, checked.event.event_ts);",
  },
  {
    name: 'orders expire after the record that moved time',
    rule: 'T5',
    file: handler,
    find: 'own.settle(clock.maxTsMs(partition), record.offset, this.#step)',
    replace: 'own.settle(this.lastMs ?? 0, record.offset, this.#step) || void (this.lastMs = clock.maxTsMs(partition))',
  },
  {
    name: 'a decimal has a byte too many',
    rule: 'T6',
    file: 'contracts/src/decimal',
    find: 'let bytes = 1;',
    replace: 'let bytes = 2;',
  },
  {
    name: 'half a minor unit is rounded down',
    rule: 'T2',
    file: 'contracts/src/money',
    find: 'rest * 2 >= denominator',
    replace: 'rest * 2 > denominator',
  },
  {
    name: 'an order at exactly the lateness is still in time',
    rule: 'M2',
    file: windows,
    find: 'closesAt(metric, startMs) <= maxTsMs',
    replace: 'closesAt(metric, startMs) < maxTsMs',
  },
  {
    name: 'lateness counts as nothing',
    rule: 'M2',
    file: windows,
    find: 'endOf(metric, startMs) + METRICS[metric].latenessMs',
    replace: 'endOf(metric, startMs)',
  },
  {
    name: 'an order is late by the slowest partition, not by its own',
    rule: 'M2',
    file: handler,
    find: 'windows.add(order, event.event_ts, maxTsMs)',
    replace: 'windows.add(order, event.event_ts, clock.minTsMs)',
  },
  {
    name: 'a late order is not counted for its customer',
    rule: 'M2',
    file: handler,
    find: 'customers.add({',
    replace: 'if (late.length === 0)\n            customers.add({',
  },
  {
    name: 'a window closes a millisecond late',
    rule: 'M3',
    file: windows,
    find: 'window.closesAtMs > minTsMs',
    replace: 'window.closesAtMs >= minTsMs',
  },
  {
    name: 'windows that close together come in the wrong order',
    rule: 'E4',
    file: windows,
    find: 'left.keyBytes.compare(right.keyBytes)',
    replace: 'right.keyBytes.compare(left.keyBytes)',
  },
  {
    name: 'every order is a new customer of its window',
    rule: 'M1',
    file: windows,
    find: 'if (!customers.has(order.customer_id)) {',
    replace: 'if (true) {',
  },
  {
    name: 'a window forgets its customers at a restart',
    rule: 'M1',
    file: windows,
    find: '?.customers.add(member.slice(bar + 1))',
    replace: '',
  },
  {
    name: 'the greatest order of a window is its last',
    rule: 'M1',
    file: windows,
    find: 'Math.max(state.maxMinor, amountMinor)',
    replace: 'amountMinor',
  },
  {
    name: 'currencies are added up',
    rule: 'M1',
    file: windows,
    find: '`${metric}|${dimension}|${order.currency}|${startMs}`',
    replace: '`${metric}|${dimension}|${startMs}`',
  },
  {
    name: 'a line counts once, whatever its quantity',
    rule: 'M1',
    file: 'engines/core/src/contributions',
    find: 'quantity * unit_price',
    replace: 'unit_price',
  },
  {
    name: 'categories come in the order of the items',
    rule: 'M2',
    file: 'engines/core/src/contributions',
    find: '.sort(([left], [right]) => compareUtf8(left, right))',
    replace: '',
  },
  {
    name: 'an order counts at its event time, however late',
    rule: 'C1',
    file: customers,
    find: 'Math.max(eventMs, maxTsMs - DISORDER_MS)',
    replace: 'eventMs',
  },
  {
    name: 'an order is counted a millisecond early',
    rule: 'C2',
    file: customers,
    find: 'order.effectiveMs >= minTsMs - DISORDER_MS',
    replace: 'order.effectiveMs > minTsMs - DISORDER_MS',
  },
  {
    name: 'orders of the same time are counted by the wrong partition first',
    rule: 'C2',
    file: customers,
    find: 'left.partition - right.partition',
    replace: 'right.partition - left.partition',
  },
  {
    name: 'orders that wait to be counted are lost at a restart',
    rule: 'C2',
    file: customers,
    find: 'of placed)',
    replace: 'of [])',
  },
  {
    name: 'VIP begins after 10 orders',
    rule: 'C3',
    file: 'engines/core/src/tier',
    find: 'orderCount >= VIP_ORDERS',
    replace: 'orderCount > VIP_ORDERS',
  },
  {
    name: 'a customer’s currencies are added up',
    rule: 'C3',
    file: customers,
    find: '`${order.customerId}|${order.currency}`',
    replace: 'order.customerId',
  },
  {
    name: 'a session ends at exactly half an hour',
    rule: 'C4',
    file: customers,
    find: '<= SESSION_GAP_MS',
    replace: '< SESSION_GAP_MS',
  },
]
