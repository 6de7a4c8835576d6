import { ERRORS, OrderUpError, type RawAppend } from '@order-up/contracts'
import { type RawTarget, rawFromJson } from './raw-json.ts'
import { type Line, readLines } from './read-lines.ts'

const utf8 = new TextDecoder('utf-8', { fatal: true })

const parseLine = ({ bytes }: Line, target: RawTarget): RawAppend | undefined => {
  const text = utf8.decode(bytes)
  return text.trim() === '' ? undefined : rawFromJson(JSON.parse(text), target)
}

/** What is wrong with a line; it need not be said twice that something is. */
const reasonOf = (cause: unknown): string => (cause as Error).message.replace(`${ERRORS.OU1102.message}: `, '')

/**
 * The raw records of a file of JSON lines, gzip or not, in its order, one at a time; blank lines are passed over. Events
 * are framed with the schema id of `target`. Throws OU1101 where the file cannot be read, OU1102 naming file and line
 * where a line is no record, longer than 8 MiB, or names a partition that `target` doesn't have.
 */
export async function* readRawLines(path: string, target: RawTarget): AsyncGenerator<RawAppend, void, undefined> {
  for await (const line of readLines(path)) {
    let record: RawAppend | undefined
    try {
      record = parseLine(line, target)
    } catch (cause) {
      throw new OrderUpError('OU1102', { detail: `${path} line ${line.number}: ${reasonOf(cause)}`, cause })
    }
    if (record !== undefined) yield record
  }
}
