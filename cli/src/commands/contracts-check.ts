import { join, resolve } from 'node:path'
import { EXIT, OrderUpError, SCHEMA_FOLDER } from '@order-up/contracts'
import { defineCommand } from '../command.ts'
import { given, path } from '../config/setting-kinds.ts'
import { checkSchemas, type SchemaFinding } from '../schema-check/check-schemas.ts'
import { releasedSchemas, schemaFiles } from '../schema-check/schema-files.ts'
import { alignRows } from '../terminal/align.ts'
import type { Paint } from '../terminal/paint.ts'

const findingLines = (findings: readonly SchemaFinding[], paint: Paint): readonly string[] => {
  const heads = alignRows(
    findings.map(({ file, name, problems }) => [
      problems.length === 0 ? paint('green', 'ok') : paint('red', 'FAIL'),
      file,
      name,
    ]),
    ['left', 'left', 'left'],
  )
  return findings.flatMap(({ problems }, at) => [heads[at]!, ...problems.map((problem) => `      ${problem}`)])
}

export const contractsCheck = defineCommand({
  words: ['contracts', 'check'],
  summary: 'checks that the schemas compile, are safe, and read what every released version wrote',
  examples: [
    { does: 'check the schemas of this checkout', line: 'order-up contracts check' },
    { does: 'check a folder of your own, for a program', line: 'order-up contracts check --schemas ./schemas --json' },
  ],
  arguments: [],
  settings: {
    schemas: path({ about: "folder of *.avsc files; default: the contract's own", kind: 'folder', lasting: true }),
    json: given('print one JSON document'),
  },
  async run({ schemas, json }, { terminal, folder }) {
    const files = schemaFiles(schemas === undefined ? SCHEMA_FOLDER : resolve(folder, schemas))
    if (files.length === 0) throw new OrderUpError('OU1101', { detail: `no *.avsc in ${schemas}` })
    const findings = checkSchemas(files, releasedSchemas(join(SCHEMA_FOLDER, 'released')))
    const failed = findings.filter(({ problems }) => problems.length > 0).length
    if (json) await terminal.printDocument({ ok: failed === 0, schemas: findings })
    else await terminal.print(findingLines(findings, terminal.paint).join('\n'))
    terminal.note(`${findings.length} schemas, ${failed} with problems`)
    return failed === 0 ? 0 : EXIT.differences
  },
})
