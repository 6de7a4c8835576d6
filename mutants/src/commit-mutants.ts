import type { Mutant } from './mutant.ts'

const run = 'engines/simple/src/task-run'
const step = 'engines/simple/src/step-builder'
const inbox = 'engines/simple/src/inbox'
const orders = 'engines/simple/src/partition-orders'
const memory = 'log/src/memory/commit-step'

/** What can go wrong between an engine and its log: steps, restarts, bounds, ends (E, V3). */
export const COMMIT_MUTANTS: readonly Mutant[] = [
  {
    name: 'the position is one ahead',
    rule: 'E3',
    file: step,
    find: 'this.#positions.set(partition, nextOffset);',
    replace: 'this.#positions.set(partition, nextOffset + 1);',
  },
  {
    name: 'the position is one behind',
    rule: 'E3',
    file: step,
    find: 'this.#positions.set(partition, nextOffset);',
    replace: 'this.#positions.set(partition, nextOffset - 1);',
  },
  {
    name: 'outputs are committed without the position: a restart doubles them',
    rule: 'E1',
    file: memory,
    find: 'state.move(position);',
    replace: ';',
  },
  {
    name: 'outputs are committed without the state',
    rule: 'E1',
    file: memory,
    find: 'state.changelog.apply(change);',
    replace: ';',
  },
  {
    name: 'outputs are visible although the commit fails',
    rule: 'E1',
    file: memory,
    find: 'partition.skip(1);',
    replace: 'partition.append({ timestampMs: 0, key: null, value: null });',
  },
  {
    name: 'a key that is gone stays in the changelog',
    rule: 'E3',
    file: 'engines/simple/src/table',
    find: 'if (this.#changed.get(key) === false) {',
    replace: 'if (true) {',
  },
  {
    name: 'a member that is gone stays in the changelog',
    rule: 'E3',
    file: 'engines/simple/src/key-set',
    find: 'this.#changed.set(key, null);',
    replace: '',
  },
  {
    name: 'the parts of a split step overlap',
    rule: 'E3',
    file: orders,
    find: 'this.#held.delete(`${orderId}|${offset}`);',
    replace: '',
  },
  {
    name: 'a step that filled while time was settled counts as handled',
    rule: 'E3',
    file: 'engines/simple/src/handler',
    find: 'if (!own.settle(clock.maxTsMs(partition), record.offset, this.#step))\n            return false;',
    replace: 'if (!own.settle(clock.maxTsMs(partition), record.offset, this.#step))\n            return true;',
  },
  {
    name: 'steps are not bounded',
    rule: 'maxChanges',
    file: step,
    find: '|| this.#outputs.length + changes.count >= limits.maxChanges',
    replace: '',
  },
  {
    name: 'partitions drift apart',
    rule: 'maxDriftMs',
    file: inbox,
    find: 'this.#slowestUnreadMs(slowest) + this.#maxDriftMs',
    replace: 'Number.POSITIVE_INFINITY',
  },
  {
    name: 'pending state has no limit',
    rule: 'maxPending',
    file: run,
    find: 'windows.pending + customers.pending <= this.#setting.limits.maxPending',
    replace: 'true',
  },
  {
    name: 'another number of partitions is taken for the same',
    rule: 'E3',
    file: 'engines/simple/src/control',
    find: 'else if (noted !== partitions)',
    replace: 'else if (false)',
  },
  {
    name: 'a flush expires orders',
    rule: 'E5',
    file: run,
    find: 'this.#state.clock.complete();',
    replace:
      'this.#state.clock.complete();\n        for (const own of this.#state.orders)\n            own.settle(Number.POSITIVE_INFINITY, 0, this.#step);',
  },
  {
    name: 'a flush is sealed before it is done',
    rule: 'E5',
    file: run,
    find: 'this.#state.clock.complete();',
    replace: 'this.#state.clock.complete();\n        this.#state.control.seal();',
  },
  {
    name: 'a flush does not seal',
    rule: 'E5',
    file: run,
    find: 'this.#state.control.seal();',
    replace: ';',
  },
  {
    name: 'a flush that is resumed names its ends anew',
    rule: 'E5',
    file: run,
    find: 'run.flush === true && state.control.flushEnds === undefined',
    replace: 'run.flush === true',
  },
  {
    name: 'a bounded run closes what is open',
    rule: 'E5',
    file: run,
    find: 'if (this.#state.control.flushEnds !== undefined)',
    replace: 'if (this.#setting.run.untilEnd === true)',
  },
  {
    name: 'a bounded run follows a log that grows',
    rule: 'E5',
    file: inbox,
    find: 'record.offset < input.stopOffset ? record : undefined',
    replace: 'true ? record : undefined',
  },
  {
    name: 'keys choose partitions by another hash',
    rule: 'E4',
    file: 'contracts/src/murmur2',
    find: 'const SEED = 0x9747b28c',
    replace: 'const SEED = 0x9747b28d',
  },
  {
    name: 'metrics go to the partition of their raw record',
    rule: 'E4',
    file: 'engines/simple/src/windows',
    find: "step.emitByKey('metrics', {",
    replace: "step.emit('metrics', 0, {",
  },
]
