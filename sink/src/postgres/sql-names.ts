import { METADATA_COLUMNS, type MergePlan } from '../plan/merge-plan.ts'

const LINE = 100

/** Names, or expressions, behind each other; a new line where one would grow too long. */
export const nameList = (names: readonly string[]): string =>
  names.reduce((text, name) => {
    const width = text.length - text.lastIndexOf('\n') + name.length
    return text === '' ? name : `${text},${width > LINE ? '\n    ' : ' '}${name}`
  }, '')

/** The columns of a table that another record of its key replaces, but for the time of loading. */
export const replacedColumns = ({ columns, key }: MergePlan): readonly string[] => [
  ...columns.map(({ name }) => name).filter((name) => !key.includes(name)),
  METADATA_COLUMNS.source.name,
  METADATA_COLUMNS.processedAt.name,
  METADATA_COLUMNS.processingDurationMs.name,
]

/** True where a stored row and a row of the input are of one key. */
export const sameKey = ({ key }: MergePlan, input: string): string =>
  key.map((name) => `stored.${name} = ${input}.${name}`).join(' AND ')
