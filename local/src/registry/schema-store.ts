import { closeSync, fsyncSync, mkdirSync, openSync, readFileSync, truncateSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import type { Level } from './compatibility.ts'

/** One change, as it stands in the file: a line of JSON. */
type Entry =
  | { readonly kind: 'schema'; readonly id: number; readonly schema: string }
  | { readonly kind: 'version'; readonly subject: string; readonly id: number }
  | { readonly kind: 'level'; readonly subject: string | null; readonly level: Level }

const LINE_FEED = 10

/** Texts that differ in white space alone are one schema. */
const identityOf = (schema: string): string => JSON.stringify(JSON.parse(schema))

/** Schemas, versions and levels, kept in a file of which only whole lines count; each change is on disk when it returns. */
export class SchemaStore {
  readonly #file: number
  readonly #schemas = new Map<number, string>()
  readonly #ids = new Map<string, number>()
  readonly #subjects = new Map<string, number[]>()
  readonly #levels = new Map<string | null, Level>()

  constructor(folder: string) {
    mkdirSync(folder, { recursive: true })
    const path = join(folder, 'schemas.jsonl')
    this.#file = openSync(path, 'a')
    const bytes = readFileSync(path)
    const whole = bytes.lastIndexOf(LINE_FEED) + 1
    truncateSync(path, whole)
    for (const line of bytes.toString('utf8', 0, whole).split('\n'))
      if (line !== '') this.#apply(JSON.parse(line) as Entry)
  }

  get subjects(): readonly string[] {
    return [...this.#subjects.keys()]
  }

  schema(id: number): string | undefined {
    return this.#schemas.get(id)
  }

  /** Schema ids of a subject's versions, the first version first; undefined where there is no such subject. */
  versions(subject: string): readonly number[] | undefined {
    return this.#subjects.get(subject)
  }

  /** The level of a subject, or of all that have none of their own (null). */
  level(subject: string | null): Level | undefined {
    return this.#levels.get(subject)
  }

  /** Id of a schema that is known under any subject. */
  idOf(schema: string): number | undefined {
    return this.#ids.get(identityOf(schema))
  }

  /** Makes a schema the subject's next version; returns its id, which it keeps from subject to subject. */
  addVersion(subject: string, schema: string): number {
    const known = this.idOf(schema)
    const id = known ?? this.#schemas.size + 1
    const version: Entry = { kind: 'version', subject, id }
    this.#record(known === undefined ? [{ kind: 'schema', id, schema }, version] : [version])
    return id
  }

  setLevel(subject: string | null, level: Level): void {
    this.#record([{ kind: 'level', subject, level }])
  }

  close(): void {
    closeSync(this.#file)
  }

  #record(entries: readonly Entry[]): void {
    writeSync(this.#file, entries.map((entry) => `${JSON.stringify(entry)}\n`).join(''))
    fsyncSync(this.#file)
    for (const entry of entries) this.#apply(entry)
  }

  #apply(entry: Entry): void {
    if (entry.kind === 'level') this.#levels.set(entry.subject, entry.level)
    else if (entry.kind === 'version')
      this.#subjects.set(entry.subject, [...(this.#subjects.get(entry.subject) ?? []), entry.id])
    else {
      this.#schemas.set(entry.id, entry.schema)
      this.#ids.set(identityOf(entry.schema), entry.id)
    }
  }
}
