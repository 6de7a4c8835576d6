import { avroType } from '@order-up/contracts'
import { isComplex, type Schema, walkSchema } from './schema-walk.ts'

const isLogical = (key: string): boolean => ['logicalType', 'scale', 'precision'].includes(key)

/** The type without its logical types, which play no part in resolution. */
const plainType = (schema: Schema): ReturnType<typeof avroType> =>
  avroType(JSON.stringify(schema, (key, value) => (isLogical(key) ? undefined : value)))

const meaningOf = (schema: Schema): string | undefined =>
  isComplex(schema) && schema.logicalType !== undefined
    ? [schema.logicalType, schema.precision, schema.scale].filter((part) => part !== undefined).join(' ')
    : undefined

/** What the numbers and bytes at each place stand for. */
const meanings = (root: Schema): ReadonlyMap<string, string> => {
  const found = new Map<string, string>()
  for (const { at, schema } of walkSchema(root))
    found.set(at, [found.get(at), meaningOf(schema)].filter((part) => part !== undefined).join(', '))
  return found
}

const changedMeanings = (newer: Schema, older: Schema): readonly string[] => {
  const now = meanings(newer)
  return [...meanings(older)]
    .filter(([at, before]) => now.has(at) && now.get(at) !== before)
    .map(([at, before]) => `"${at}": was ${before || 'plain'}, is ${now.get(at) || 'plain'}`)
}

const resolutionProblem = (newer: Schema, older: Schema): readonly string[] => {
  try {
    plainType(newer).createResolver(plainType(older))
    return []
  } catch (cause) {
    return [(cause as Error).message]
  }
}

/**
 * Why data written under `older` can't be read under `newer`, or would be read as something else (BACKWARD). Empty
 * where it can. Both must be schemas that avsc can compile.
 */
export const backwardProblems = (newer: Schema, older: Schema): readonly string[] => [
  ...resolutionProblem(newer, older),
  ...changedMeanings(newer, older),
]
