import { lintSchema } from './lint-schema.ts'
import { backwardProblems } from './read-backward.ts'
import type { ReleasedSchema, SchemaFile } from './schema-files.ts'

/** What one schema file was found to be. */
export interface SchemaFinding {
  readonly file: string
  /** Full name of its record; empty where the file is no schema. */
  readonly name: string
  /** What is wrong with it, a sentence each. */
  readonly problems: readonly string[]
}

const evolutionProblems = (found: Extract<SchemaFile, { name: string }>, released: readonly ReleasedSchema[]) =>
  released
    .filter(({ file, name }) => file === found.file || name === found.name)
    .flatMap(({ schema, version }) =>
      backwardProblems(found.schema, schema).map((problem) => `can't read version ${version}: ${problem}`),
    )

const namesakes = (found: Extract<SchemaFile, { name: string }>, all: readonly SchemaFile[]): readonly string[] =>
  all
    .filter((other) => 'name' in other && other.name === found.name && other.file !== found.file)
    .map((other) => `${other.file} has the same name`)

/**
 * Every schema's problems: that it does not compile, what the lint says, and what of any released version it can't
 * read (BACKWARD_TRANSITIVE). A released schema is the same one where the file or the full name is the same.
 */
export const checkSchemas = (
  files: readonly SchemaFile[],
  released: readonly ReleasedSchema[],
): readonly SchemaFinding[] =>
  files.map((found) => {
    if ('broken' in found) return { file: found.file, name: '', problems: [`does not compile: ${found.broken}`] }
    const { file, name, schema } = found
    return {
      file,
      name,
      problems: [...lintSchema(schema), ...namesakes(found, files), ...evolutionProblems(found, released)],
    }
  })
