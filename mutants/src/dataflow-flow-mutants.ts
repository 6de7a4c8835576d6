import type { Mutant } from './mutant.ts'

const merge = 'engines/dataflow/src/task/merge-work'
const input = 'engines/dataflow/src/task/merge-source'
const source = 'engines/dataflow/src/task/source-work'
const sourceTask = 'engines/dataflow/src/instance/source-task'
const keyed = 'engines/dataflow/src/state/keyed-state'
const taskState = 'engines/dataflow/src/state/task-state'
const queue = 'engines/dataflow/src/state/key-queue'
const step = 'engines/dataflow/src/task/step'
const shuffle = 'engines/dataflow/src/shuffle/shuffle-topic'

const LEAST = 'return sources.reduce((leastMs, { maxTsMs }) => Math.min(leastMs, maxTsMs), Number.POSITIVE_INFINITY);'

/** What can go wrong between the tasks of the dataflow engine, and between a task and its state. */
export const DATAFLOW_FLOW_MUTANTS: readonly Mutant[] = [
  {
    name: 'the fastest partition closes windows',
    rule: 'M3',
    file: merge,
    find: LEAST,
    replace: 'return Math.max(...sources.map(({ maxTsMs }) => maxTsMs));',
  },
  {
    name: 'the least time counts only partitions that have records',
    rule: 'M3',
    file: merge,
    find: LEAST,
    replace: LEAST.replace('sources.', 'sources.filter(({ maxTsMs }) => Number.isFinite(maxTsMs)).'),
  },
  {
    name: 'the watermark leaves out a source',
    rule: 'M3',
    file: merge,
    find: LEAST,
    replace: LEAST.replace('sources.', '(sources.length > 2 ? sources.slice(1) : sources).'),
  },
  {
    name: 'the watermark is that of one source',
    rule: 'M3',
    file: merge,
    find: LEAST,
    replace: 'return sources[0].maxTsMs;',
  },
  {
    name: 'time counts before the elements that came with it',
    rule: 'M3',
    file: input,
    find: 'return timeOr(this.#applied.maxTsMs);',
    replace: 'return this.knownMs;',
  },
  {
    name: 'what is applied in part counts as applied whole',
    rule: 'E3',
    file: input,
    find: 'this.#applied = { ...this.#applied, applied };',
    replace:
      'const { seq, maxTsMs, position, isComplete } = this.#record;\n        this.#applied = { seq, applied, maxTsMs, position, isComplete };',
  },
  {
    name: 'a step that has been applied is applied again after a restart',
    rule: 'E3',
    file: input,
    find: 'if (record.seq > this.#applied.seq)\n                this.#record = this.#expected(record);\n            else\n                this.#waiting.shift();',
    replace: 'this.#record = record;',
  },
  {
    name: 'the number of the last step is lost at a restart',
    rule: 'E3',
    file: sourceTask,
    find: "(progress.get('') ?? NO_PROGRESS)",
    replace: "(progress.get('') ?? NO_PROGRESS), seq: 0",
  },
  {
    name: 'a merge task forgets at a restart what it has applied of a step',
    rule: 'E3',
    file: merge,
    find: 'this.#note(source, source.partly(applied));',
    replace: 'source.partly(applied);',
  },
  {
    name: 'a merge task forgets at a restart what it has applied',
    rule: 'E3',
    file: 'engines/dataflow/src/instance/merge-task',
    find: 'applied.get(String(source)) ?? NOTHING_APPLIED',
    replace: 'NOTHING_APPLIED',
  },
  {
    name: 'elements are skipped behind a step that was applied in parts',
    rule: 'E3',
    file: input,
    find: '{ seq, applied: 0, maxTsMs, position, isComplete };\n        this.#record = undefined;',
    replace:
      '{ seq, applied: this.#applied.applied, maxTsMs, position, isComplete };\n        this.#record = undefined;',
  },
  {
    name: 'the position in the shuffle is one ahead',
    rule: 'E3',
    file: merge,
    find: 'offset: source.takeOffset() }',
    replace: 'offset: source.takeOffset() + 1 }',
  },
  {
    name: 'the position in the shuffle is never committed',
    rule: 'E5',
    file: input,
    find: 'return this.#settledOffset > this.#committedOffset;',
    replace: 'return false;',
  },
  {
    name: 'the position in the shuffle passes what time has yet to do',
    rule: 'E5',
    file: input,
    find: 'this.#committedOffset = this.#settledOffset;',
    replace: 'this.#committedOffset = this.#waiting.nextOffset;',
  },
  {
    name: 'merge tasks without elements in a step don’t hear of it',
    rule: 'E3',
    file: source,
    find: 'return shuffle.map((to, merge) => {',
    replace: 'return shuffle.filter((_, merge) => elements[merge].length > 0).map((to, merge) => {',
  },
  {
    name: 'a key goes to any merge task',
    rule: 'E4',
    file: step,
    find: 'partitionOf(Buffer.from(key), partitions) % merges',
    replace: 'partitionOf(body, partitions) % merges',
  },
  {
    name: 'a partition of the shuffle is taken for that of another source',
    rule: 'E4',
    file: shuffle,
    find: 'Math.floor(partition / mergesFor(partitions))',
    replace: 'Math.floor(partition / partitions)',
  },
  {
    name: 'the elements of a step are bounded by nothing',
    rule: 'maxChanges',
    file: step,
    find: ' + this.#shuffled',
    replace: '',
  },
  {
    name: 'reading does not go on after a pause',
    rule: 'E3',
    file: 'engines/dataflow/src/task/input-reader',
    find: 'task.resume(input);',
    replace: '',
  },
  {
    name: 'a task that is lost is held on to',
    rule: 'E2',
    file: 'engines/dataflow/src/task/input-reader',
    find: "throw new OrderUpError('OU1501', { detail: `task ${task.task.name}` });",
    replace: 'return;',
  },
  {
    name: 'a key that is gone stays in the changelog',
    rule: 'E3',
    file: keyed,
    find: 'into.push({ text, key',
    replace: 'if (value !== null)\n                into.push({ text, key',
  },
  {
    name: 'the cache serves a value that is gone',
    rule: 'E3',
    file: keyed,
    find: 'this.#changes.set(key, value);\n        this.#cache.set(key, value);',
    replace: 'this.#changes.set(key, value);\n        if (value !== null)\n            this.#cache.set(key, value);',
  },
  {
    name: 'what is being committed is looked for in the store',
    rule: 'E3',
    file: keyed,
    find: 'changed = this.#inFlight.get(key);',
    replace: ';',
  },
  {
    name: 'what the step has changed is looked for in the store',
    rule: 'E3',
    file: keyed,
    find: 'let changed = this.#changes.get(key);',
    replace: 'let changed;',
  },
  {
    name: 'the local copy does not learn of a step',
    rule: 'E3',
    file: taskState,
    find: 'this.#store.committed(this.#inFlight, mark)',
    replace: 'this.#store.committed([], mark)',
  },
  {
    name: 'the local copy is ahead of what is durable',
    rule: 'E3',
    file: taskState,
    find: 'this.#inFlight = changes;',
    replace: `this.#inFlight = changes;
        if (this.#store.mark !== undefined)
            void this.#store.committed(changes, this.#store.mark);`,
  },
  {
    name: 'the local copy is not told that a step is durable',
    rule: 'E3',
    file: 'engines/dataflow/src/task/committer',
    find: 'await state.committed(mark);',
    replace: 'void state;',
  },
  {
    name: 'timers are lost when a task moves',
    rule: 'E3',
    file: queue,
    find: 'this.#store.keysAfter(this.#prefix, behind)',
    replace: '[]',
  },
  {
    name: 'timers that the copy lacks are lost beyond the horizon',
    rule: 'E3',
    file: queue,
    find: 'this.#far.push(key);',
    replace: '',
  },
  {
    name: 'timers go by the copy alone',
    rule: 'E3',
    file: queue,
    find: 'this.#horizon === null || compareUtf8(key, this.#horizon) <= 0',
    replace: 'false',
  },
  {
    name: 'how much waits is not known after a restart',
    rule: 'maxPending',
    file: 'engines/dataflow/src/task/pending-count',
    find: "this.#count = saved.get('') ?? 0;",
    replace: 'this.#count = 0;',
  },
]
