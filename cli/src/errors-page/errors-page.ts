import { ERRORS, type ErrorCode, EXIT } from '@order-up/contracts'

/** What each exit code says, in the order in which the page lists them. */
const EXIT_MEANINGS: readonly (readonly [string, string])[] = [
  ['0', 'done'],
  [String(EXIT.differences), 'differences found, a check failed or a gate refused'],
  [String(EXIT.usage), 'usage or configuration'],
  [String(EXIT.unreachable), 'a dependency cannot be reached'],
  [String(EXIT.badData), 'more bad data than allowed'],
  [String(EXIT.superseded), 'superseded by a newer instance'],
  [String(EXIT.bug), 'a bug of order-up'],
  ['129, 130, 143', 'stopped by SIGHUP, SIGINT, SIGTERM'],
]

const cell = (text: string): string => text.replaceAll('|', '\\|')
const row = (cells: readonly string[]): string => `| ${cells.map(cell).join(' | ')} |`
const table = (head: readonly string[], rows: readonly (readonly string[])[]): string =>
  [row(head), row(head.map(() => '---')), ...rows.map(row)].join('\n')

const codeRow = (code: ErrorCode): readonly string[] => {
  const { message, hint, exitCode, retryable } = ERRORS[code]
  return [code, message, hint, String(exitCode), retryable ? 'yes' : 'no']
}

/** `docs/errors.md`: every exit code and every error code, from the tables they are defined in. */
export const errorsPage = (): string =>
  `# Errors

Every failure reads \`error[code] message: what exactly\`, then \`cause:\` and \`hint:\` lines, on stderr; under \`--json\`
it is also a document on stdout, and \`--debug\` adds the stack. Codes keep their meaning across versions.

${table(['exit code', 'meaning'], EXIT_MEANINGS)}

\`again\` says whether the same command may go well later, with nothing changed here.

${table(['code', 'message', 'hint', 'exit code', 'again'], (Object.keys(ERRORS) as ErrorCode[]).map(codeRow))}

This page is made from \`contracts/src/error-codes.ts\` by \`npm run docs -w cli\`.
`
