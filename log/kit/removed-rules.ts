/** A change of compiled code: `find` occurs in the file once. */
export interface Patch {
  readonly file: string
  readonly find: string
  readonly put: string
}

/** What the protocol rests on, by what goes without it. */
export const RULE_NAMES = [
  'reads before it fences',
  'resumes at the offsets of the group',
  'goes on with a producer after an error',
  'commits the position apart',
  'claims again without asking the coordinator',
] as const
export type RuleName = (typeof RULE_NAMES)[number]

const CLAIM = 'kafka/group/claim-task.js'
const COMMITS = 'kafka/commit/step-commits.js'
const STEP = 'kafka/commit/step-transaction.js'
const TRANSACTIONS = 'kafka/commit/transactions.js'

/** The protocol without one of its rules. */
export const REMOVED_RULES: Readonly<Record<RuleName, readonly Patch[]>> = {
  'reads before it fences': [
    {
      file: CLAIM,
      find: `    const transactions = await fence(claiming, signal);
    try {
        const found = await changelog.find(await changelogEnd(claiming), signal);`,
      put: `    const found = await changelog.find(await changelogEnd(claiming), signal);
    await changelog.stop();
    context.log('read, not fenced');
    await new Promise((go) => process.stdin.once('data', go));
    const transactions = await fence(claiming, signal);
    try {`,
    },
  ],
  'resumes at the offsets of the group': [
    {
      file: CLAIM,
      find: 'const position = nextClaim(found.position, randomUUID());',
      put: `const position = { ...nextClaim(found.position, randomUUID()), positions: (await context.cluster.ask((admin) => admin.fetchOffsets({
            groupId: context.groupId,
            topics: claiming.task.inputs.map(({ topic }) => context.names.of(topic)),
        }))).flatMap(({ partitions }, at) => partitions
            .filter(({ offset }) => Number(offset) >= 0)
            .map(({ partition, offset }) => ({ topic: claiming.task.inputs[at].topic, partition, offset: Number(offset) }))) };`,
    },
  ],
  'goes on with a producer after an error': [
    {
      file: TRANSACTIONS,
      find: 'const transaction = await this.#producer.transaction();',
      put: 'const transaction = this.open = await this.#producer.transaction();',
    },
    {
      file: COMMITS,
      find: `                this.#transactions?.discard();
                this.#transactions = undefined;`,
      put: '                await this.#transactions.open.abort().catch(() => {});',
    },
    { file: COMMITS, find: 'if (attempt > 1 || ', put: 'if (' },
  ],
  'commits the position apart': [
    {
      file: STEP,
      find: 'toChangelog(positionRecord(position));',
      put: 'toChangelog(positionRecord(position)); const apart = [records.pop()];',
    },
    { file: STEP, find: 'return { records, ...', put: 'return { records, apart, ...' },
    {
      file: TRANSACTIONS,
      find: 'async commit({ records, offsets })',
      put: 'async commit({ records, offsets, apart })',
    },
    {
      file: TRANSACTIONS,
      find: `        await probe('committed');
        return upTo;`,
      put: `        await probe('committed');
        return apart === undefined ? upTo : this.commit({ records: apart });`,
    },
  ],
  'claims again without asking the coordinator': [
    {
      file: CLAIM,
      find: `    if (!(await claiming.isOurs(signal)))
        throw superseded(claiming.task);
    const transactions`,
      put: '    const transactions',
    },
    {
      file: CLAIM,
      find: `        if (!(await claiming.isOurs(signal)))
            throw superseded(claiming.task);
        return transactions;`,
      put: '        return transactions;',
    },
  ],
}
