import type { Mutant } from './mutant.ts'

const orders = 'engines/dataflow/src/orders'
const operators = 'engines/dataflow/src/operators'
const job = `${orders}/order-job`
const fold = `${orders}/fold-orders`
const expiry = `${orders}/order-expiry`
const metrics = `${orders}/metric-windows`
const windows = `${operators}/tumbling-window`
const customers = `${orders}/count-customers`
const sort = `${operators}/event-time-sort`
const time = "({ event }) => event.event_ts, keyedProcess('fold orders'"

/** What can go wrong in the operators of the dataflow engine: orders, event time, windows, customers (O, T, M, C). */
export const DATAFLOW_RULE_MUTANTS: readonly Mutant[] = [
  {
    name: 'an id counts from its event time, not from when it was accepted',
    rule: 'O1',
    file: fold,
    find: 'remember(row, event.event_id, this.#context.time.maxTsMs);',
    replace: 'remember(row, event.event_id, event.event_ts);',
  },
  {
    name: 'ids are not forgotten',
    rule: 'O1',
    file: fold,
    find: 'forgetIds(row, maxTsMs);',
    replace: ';',
  },
  {
    name: 'a refused second creation leaves its id behind',
    rule: 'O2',
    file: fold,
    find: 'if (code !== null)\n            return',
    replace:
      "if (code === 'DUPLICATE_ORDER') {\n            remember(row, event.event_id, maxTsMs);\n            this.#rows.put(event.order_id, row);\n        }\n        if (code !== null)\n            return",
  },
  {
    name: 'what was held before a creation stays in the state',
    rule: 'O4',
    file: fold,
    find: '!this.#release(row)',
    replace: 'false',
  },
  {
    name: 'a held event shows at once',
    rule: 'O4',
    file: fold,
    find: 'if (!isCreated(row.state)) {',
    replace: 'if (!isCreated(row.state) && row.state.eventCount < 2) {',
  },
  {
    name: 'an order expires by its first event, not its latest',
    rule: 'O6',
    file: expiry,
    find: 'if (row.state.lastMs > timeOfKey(key)) {',
    replace: 'if (false) {',
  },
  {
    name: 'an orphan names only its first event',
    rule: 'O6',
    file: expiry,
    find: 'while (row.heldFrom < row.heldTo && !context.step.isFull)',
    replace: 'while (false);\n        row.heldFrom = row.heldTo',
  },
  {
    name: 'orphans are decided by the event that is held, not by the one that moved time',
    rule: 'O6',
    file: expiry,
    find: 'decidedOffset: context.offset',
    replace: 'decidedOffset: offset',
  },
  {
    name: 'the place of an orphan’s events is lost at a restart',
    rule: 'O6',
    file: expiry,
    find: 'rows.put(orderId, row);',
    replace: '',
  },
  {
    name: 'event time is the record’s timestamp',
    rule: 'T1',
    file: job,
    find: time,
    replace: time.replace('({ event }) => event.event_ts', '({ record }) => record.timestampMs'),
  },
  {
    name: 'heartbeats don’t move time',
    rule: 'T4',
    file: job,
    find: time,
    replace: time.replace(
      'event.event_ts',
      "(event.event_type === 'HEARTBEAT' ? Number.NEGATIVE_INFINITY : event.event_ts)",
    ),
  },
  {
    name: 'time is lost at a restart',
    rule: 'T4',
    file: 'engines/dataflow/src/instance/source-task',
    find: 'new PartitionTime(timeOr(last.maxTsMs))',
    replace: 'new PartitionTime(Number.NEGATIVE_INFINITY)',
  },
  {
    name: 'orders expire after the record that moved time',
    rule: 'T5',
    file: `${operators}/event-time`,
    find: 'time.raise(timeOf(element));\n        return next.advance(time.maxTsMs) && next.accept(element);',
    replace:
      'const before = time.maxTsMs;\n        time.raise(timeOf(element));\n        return next.advance(before) && next.accept(element);',
  },
  {
    name: 'an order is accepted by the time before it',
    rule: 'T5',
    file: `${operators}/event-time`,
    find: 'time.raise(timeOf(element));\n        return next.advance(time.maxTsMs) && next.accept(element);',
    replace:
      'if (!next.accept(element))\n            return false;\n        time.raise(timeOf(element));\n        return next.advance(time.maxTsMs);',
  },
  {
    name: 'a window’s start is rounded, not floored',
    rule: 'T3',
    file: metrics,
    find: 'Math.floor(eventMs / sizeMs)',
    replace: 'Math.round(eventMs / sizeMs)',
  },
  {
    name: 'the end of a window belongs to it',
    rule: 'T3',
    file: metrics,
    find: 'Math.floor(eventMs / sizeMs)',
    replace: '(Math.ceil(eventMs / sizeMs) - 1)',
  },
  {
    name: 'every order is a new customer of its window',
    rule: 'M1',
    file: windows,
    find: 'if (members.get(key) !== undefined)\n            return false;',
    replace: 'if (members.get(key) !== undefined)\n            return true;',
  },
  {
    name: 'a window’s customers are not kept',
    rule: 'M1',
    file: windows,
    find: 'members.put(key, true);',
    replace: '',
  },
  {
    name: 'a window is not put again when it has changed',
    rule: 'M1',
    file: windows,
    find: 'rows.put(window + ROW, row);',
    replace: 'if (rows.get(window + ROW) === undefined)\n                rows.put(window + ROW, row);',
  },
  {
    name: 'the greatest order of a window is its last',
    rule: 'M1',
    file: metrics,
    find: 'Math.max(row.maxMinor, amountMinor)',
    replace: 'amountMinor',
  },
  {
    name: 'averages are computed in floats',
    rule: 'M1',
    file: metrics,
    find: 'divideHalfUp(row.totalMinor, row.orderCount)',
    replace: 'Math.round((row.totalMinor / 100 / row.orderCount) * 100)',
  },
  {
    name: 'currencies are added up',
    rule: 'M1',
    file: `${orders}/place-orders`,
    find: 'accept({ metric, dimension, currency, startMs',
    replace: "accept({ metric, dimension, currency: 'EUR', startMs",
  },
  {
    name: 'an order at exactly the lateness is still in time',
    rule: 'M2',
    file: `${orders}/place-orders`,
    find: 'closesAtMs(metric, startMs) <= maxTsMs',
    replace: 'closesAtMs(metric, startMs) < maxTsMs',
  },
  {
    name: 'lateness counts as nothing',
    rule: 'M2',
    file: metrics,
    find: 'windowEndMs(metric, startMs) + METRICS[metric].latenessMs',
    replace: 'windowEndMs(metric, startMs)',
  },
  {
    name: 'a late order is not counted for its customer',
    rule: 'M2',
    file: `${orders}/place-orders`,
    find: 'return outlets.order.accept(',
    replace: 'return late.length > 0 || outlets.order.accept(',
  },
  {
    name: 'a late order names its first refusal alone',
    rule: 'M2',
    file: `${orders}/place-orders`,
    find: 'late_for: lateFor,',
    replace: 'late_for: lateFor.slice(0, 1),',
  },
  {
    name: 'a window closes a millisecond late',
    rule: 'M3',
    file: windows,
    find: 'timeOfKey(key) > timeMs',
    replace: 'timeOfKey(key) >= timeMs',
  },
  {
    name: 'keys are ordered by their UTF-16',
    rule: 'E4',
    file: 'engines/dataflow/src/state/key-order',
    find: "import { compareUtf8 } from '@order-up/contracts';",
    replace: 'const compareUtf8 = (left, right) => (left < right ? -1 : left > right ? 1 : 0);',
  },
  {
    name: 'an order counts at its event time, however late',
    rule: 'C1',
    file: customers,
    find: 'Math.max(eventMs, maxTsMs - DISORDER_MS)',
    replace: 'eventMs',
  },
  {
    name: 'a late order counts at the time of its partition',
    rule: 'C1',
    file: customers,
    find: 'Math.max(eventMs, maxTsMs - DISORDER_MS)',
    replace: 'Math.max(eventMs, maxTsMs)',
  },
  {
    name: 'an order is counted a millisecond early',
    rule: 'C2',
    file: sort,
    find: 'timeOfKey(key) >= timeMs - disorderMs',
    replace: 'timeOfKey(key) > timeMs - disorderMs',
  },
  {
    name: 'an order is counted a millisecond late',
    rule: 'C2',
    file: sort,
    find: 'timeOfKey(key) >= timeMs - disorderMs',
    replace: 'timeOfKey(key) >= timeMs - disorderMs - 1',
  },
  {
    name: 'orders of the same time are counted by the wrong partition first',
    rule: 'C2',
    file: customers,
    find: 'String(partition)',
    replace: 'String(999_999 - partition)',
  },
  {
    name: 'orders of the same time and partition are counted the last one first',
    rule: 'C2',
    file: customers,
    find: 'String(offset)',
    replace: 'String(9_007_199_254_740_991 - offset)',
  },
  {
    name: 'a customer’s currencies are added up',
    rule: 'C3',
    file: customers,
    find: 'const key = customerKey(order);',
    replace: 'const key = order.customerId;',
  },
  {
    name: 'customers are not kept',
    rule: 'C3',
    file: customers,
    find: 'customers.put(key, customer);',
    replace: '',
  },
  {
    name: 'a session ends at exactly half an hour',
    rule: 'C4',
    file: customers,
    find: '<= SESSION_GAP_MS',
    replace: '< SESSION_GAP_MS',
  },
  {
    name: 'sessions go by event time',
    rule: 'C4',
    file: customers,
    find: 'order.effectiveMs - before.lastEffectiveMs',
    replace: 'order.eventMs - before.lastEffectiveMs',
  },
]
