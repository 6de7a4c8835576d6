import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { avroType, OrderUpError } from '@order-up/contracts'
import type { Schema } from './schema-walk.ts'

/** A schema file as it was found. */
export type SchemaFile =
  | { readonly file: string; readonly schema: Schema; readonly name: string }
  | { readonly file: string; readonly broken: string }

const load = (folder: string, file: string): SchemaFile => {
  try {
    const text = readFileSync(join(folder, file), 'utf8')
    return { file, schema: JSON.parse(text) as Schema, name: avroType(text).name ?? '' }
  } catch (cause) {
    return { file, broken: (cause as Error).message }
  }
}

const namesIn = (folder: string): readonly string[] => {
  try {
    return readdirSync(folder).sort()
  } catch (cause) {
    throw new OrderUpError('OU1101', { detail: folder, cause })
  }
}

/** Every `*.avsc` of a folder, by file name. Throws OU1101 where the folder can't be read. */
export const schemaFiles = (folder: string): readonly SchemaFile[] =>
  namesIn(folder)
    .filter((file) => file.endsWith('.avsc'))
    .map((file) => load(folder, file))

/** A schema as a version of the contract froze it. */
export interface ReleasedSchema {
  readonly version: number
  readonly file: string
  readonly schema: Schema
  readonly name: string
}

/** Every schema below `folder/<version>`, from the latest version to the first. */
export const releasedSchemas = (folder: string): readonly ReleasedSchema[] =>
  namesIn(folder)
    .map(Number)
    .sort((a, b) => b - a)
    .flatMap((version) =>
      schemaFiles(join(folder, String(version))).flatMap((found) => ('broken' in found ? [] : [{ ...found, version }])),
    )
