import avsc from 'avsc'

/** What a subject's new version must be able to do. */
interface Demand {
  /** Read what older versions wrote. */
  readonly backward: boolean
  /** Be read by older versions. */
  readonly forward: boolean
  /** Of all older versions, not of the last one alone. */
  readonly transitive: boolean
}

/** Compatibility levels by their names in the registry's interface. */
export const LEVELS = {
  NONE: { backward: false, forward: false, transitive: false },
  BACKWARD: { backward: true, forward: false, transitive: false },
  BACKWARD_TRANSITIVE: { backward: true, forward: false, transitive: true },
  FORWARD: { backward: false, forward: true, transitive: false },
  FORWARD_TRANSITIVE: { backward: false, forward: true, transitive: true },
  FULL: { backward: true, forward: true, transitive: false },
  FULL_TRANSITIVE: { backward: true, forward: true, transitive: true },
} as const satisfies Record<string, Demand>

export type Level = keyof typeof LEVELS

export const isLevel = (text: unknown): text is Level => typeof text === 'string' && Object.hasOwn(LEVELS, text)

/** The type of a schema text; logical types play no part in what can be read. Throws what avsc throws. */
export const typeOf = (schemaText: string): avsc.Type =>
  avsc.Type.forSchema(JSON.parse(schemaText) as avsc.Schema, { logicalTypes: {} })

/** Why `reader` cannot read what `writer` wrote, by Avro's rules of schema resolution; undefined where it can. */
export const unreadable = (reader: string, writer: string): string | undefined => {
  try {
    typeOf(reader).createResolver(typeOf(writer))
    return undefined
  } catch (error) {
    return (error as Error).message
  }
}

/** Why `schema` cannot follow `versions` (oldest first) at a level; undefined where it can. */
export const incompatibility = (level: Level, schema: string, versions: readonly string[]): string | undefined => {
  const { backward, forward, transitive } = LEVELS[level]
  for (const version of transitive ? versions : versions.slice(-1)) {
    const reason =
      (backward ? unreadable(schema, version) : undefined) ?? (forward ? unreadable(version, schema) : undefined)
    if (reason !== undefined) return reason
  }
  return undefined
}
