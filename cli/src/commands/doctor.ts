import { tmpdir } from 'node:os'
import { resolve } from 'node:path'
import { setImmediate as nextTurn } from 'node:timers/promises'
import { EXIT } from '@order-up/contracts'
import { type CommandContext, defineCommand } from '../command.ts'
import { given } from '../config/setting-kinds.ts'
import { databaseAddress } from '../database/address.ts'
import type { Check, Finding } from '../doctor/check.ts'
import { contractCheck, engineCheck } from '../doctor/contract-check.ts'
import { databaseCheck } from '../doctor/database-check.ts'
import { localCheck } from '../doctor/local-check.ts'
import { machineCheck } from '../doctor/machine-check.ts'
import { registryCheck } from '../doctor/registry-check.ts'
import { kafkaAddress } from '../kafka/kafka-address.ts'
import { registryAddress } from '../kafka/registry-address.ts'
import type { Paint, Style } from '../terminal/paint.ts'
import { dataDirSetting } from './data-dir-setting.ts'
import { engineSetting } from './engine-setting.ts'
import { topicPrefixSetting } from './topic-settings.ts'

const STYLES: Readonly<Record<Finding['status'], Style>> = { pass: 'green', warn: 'yellow', fail: 'red' }

const findingLines = ({ name, status, says, hint }: Finding, paint: Paint): string =>
  [`${paint(STYLES[status], status)}  ${name}: ${says}`, ...(hint === undefined ? [] : [`      hint: ${hint}`])].join(
    '\n',
  )

/** Checks of the cluster and the registry that are named; none where none is. */
const kafkaChecks = async (context: CommandContext, topicPrefix: string): Promise<readonly Check[]> => {
  const [kafka, registry] = [kafkaAddress(context), registryAddress(context)]
  const { kafkaCheck } = await import('../doctor/kafka-check.ts')
  return [
    ...(kafka === undefined ? [] : [kafkaCheck(kafka, topicPrefix)]),
    ...(registry === undefined ? [] : [registryCheck(registry, topicPrefix)]),
  ]
}

export const doctor = defineCommand({
  words: ['doctor'],
  summary: 'checks this machine, the contract, the engine, the database, Kafka and the registry, and says what to do',
  examples: [
    { does: 'check what a run here would use', line: 'order-up doctor' },
    { does: 'check a database of your own', line: 'DATABASE_URL=postgres://me@db/orders order-up doctor' },
    { does: 'check the services that up started', line: 'eval "$(order-up up)"; order-up doctor' },
    { does: 'the same for a program', line: 'order-up doctor --json' },
  ],
  arguments: [],
  settings: {
    engine: engineSetting('the engine to check'),
    dataDir: dataDirSetting,
    topicPrefix: topicPrefixSetting,
    json: given('print one JSON document'),
  },
  async run({ engine, dataDir, topicPrefix = '', json }, context) {
    const { terminal, folder, signal } = context
    const address = databaseAddress(context)
    const checks: readonly Check[] = [
      machineCheck(dataDir === undefined ? tmpdir() : resolve(folder, dataDir)),
      contractCheck,
      engineCheck(engine),
      address === undefined ? localCheck : databaseCheck(address),
      ...(await kafkaChecks(context, topicPrefix)),
    ]
    const findings: Finding[] = []
    for (const { about, run } of checks) {
      await nextTurn()
      if (signal.aborted) break
      terminal.redraw(`${about} …`)
      const found = await run()
      findings.push(...found)
      if (!json) await terminal.print(found.map((finding) => findingLines(finding, terminal.paint)).join('\n'))
    }
    const ok = findings.every(({ status }) => status !== 'fail')
    if (json) await terminal.printDocument({ ok, checks: findings })
    return ok ? 0 : EXIT.unreachable
  },
})
