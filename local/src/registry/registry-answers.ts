import { incompatibility, isLevel, type Level, typeOf } from './compatibility.ts'
import type { SchemaStore } from './schema-store.ts'

export interface RegistryRequest {
  readonly method: string
  /** Parts of the path, decoded. */
  readonly path: readonly string[]
  /** The body, parsed; undefined where there is none or it is no JSON. */
  readonly body: unknown
}

export interface RegistryAnswer {
  readonly status: number
  readonly body: unknown
}

const DEFAULT_LEVEL: Level = 'BACKWARD'

const ok = (body: unknown): RegistryAnswer => ({ status: 200, body })

/** An error as the registry's interface has them: the status is the code's first three digits. */
const refused = (code: number, message: string): RegistryAnswer => ({
  status: Number(String(code).slice(0, 3)),
  body: { error_code: code, message },
})
const noRoute = refused(404, 'HTTP 404 Not Found')
const noSubject = (subject: string): RegistryAnswer => refused(40401, `Subject '${subject}' not found.`)
const noVersion = refused(40402, 'Version not found.')
const noSchema = refused(40403, 'Schema not found')
const noLevel = (subject: string): RegistryAnswer =>
  refused(40408, `Subject '${subject}' does not have subject-level compatibility configured`)

/** The Avro schema text in a request's body, or the answer that says what is wrong with it. */
const schemaIn = (body: unknown): string | RegistryAnswer => {
  const { schema, schemaType = 'AVRO' } = (body ?? {}) as { readonly schema?: unknown; readonly schemaType?: unknown }
  if (typeof schema !== 'string' || schemaType !== 'AVRO') return refused(42201, 'Input schema is not an Avro schema')
  try {
    typeOf(schema)
    return schema
  } catch (error) {
    return refused(42201, `Invalid schema: ${(error as Error).message}`)
  }
}

/** What a local schema registry answers: the part of Confluent's interface that the client of kafkajs uses. */
export class RegistryAnswers {
  readonly #store: SchemaStore

  constructor(store: SchemaStore) {
    this.#store = store
  }

  answer({ method, path, body }: RegistryRequest): RegistryAnswer {
    const [kind, first, second, third] = path
    const route = `${method} ${kind ?? ''} ${path.length}`
    if (route === 'GET subjects 1') return ok(this.#store.subjects)
    if (route === 'POST subjects 2') return this.#registered(first!, body)
    if (route === 'GET subjects 3' && second === 'versions') return this.#versions(first!)
    if (route === 'POST subjects 3' && second === 'versions') return this.#register(first!, body)
    if (route === 'GET subjects 4' && second === 'versions') return this.#version(first!, third!)
    if (route === 'GET schemas 3' && first === 'ids') return this.#schema(second!)
    if (kind === 'config' && path.length <= 2) return this.#config(method, first ?? null, body)
    return noRoute
  }

  #schema(id: string): RegistryAnswer {
    const schema = this.#store.schema(Number(id))
    return schema === undefined ? noSchema : ok({ schema })
  }

  #versions(subject: string): RegistryAnswer {
    const versions = this.#store.versions(subject)
    return versions === undefined ? noSubject(subject) : ok(versions.map((_, index) => index + 1))
  }

  #version(subject: string, named: string): RegistryAnswer {
    const versions = this.#store.versions(subject)
    if (versions === undefined) return noSubject(subject)
    const version = named === 'latest' ? versions.length : Number(named)
    const id = versions[version - 1]
    return id === undefined ? noVersion : ok({ subject, version, id, schema: this.#store.schema(id) })
  }

  /** Which version of the subject a schema is. */
  #registered(subject: string, body: unknown): RegistryAnswer {
    const schema = schemaIn(body)
    if (typeof schema !== 'string') return schema
    const versions = this.#store.versions(subject)
    if (versions === undefined) return noSubject(subject)
    const id = this.#store.idOf(schema)
    const version = id === undefined ? 0 : versions.indexOf(id) + 1
    return version === 0 ? noSchema : ok({ subject, version, id, schema })
  }

  #register(subject: string, body: unknown): RegistryAnswer {
    const schema = schemaIn(body)
    if (typeof schema !== 'string') return schema
    const versions = this.#store.versions(subject) ?? []
    const id = this.#store.idOf(schema)
    if (id !== undefined && versions.includes(id)) return ok({ id })
    const older = versions.map((version) => this.#store.schema(version) as string)
    const level = this.#store.level(subject) ?? this.#store.level(null) ?? DEFAULT_LEVEL
    const reason = incompatibility(level, schema, older)
    if (reason !== undefined)
      return refused(409, `Schema being registered is incompatible with an earlier schema: ${reason}`)
    return ok({ id: this.#store.addVersion(subject, schema) })
  }

  #config(method: string, subject: string | null, body: unknown): RegistryAnswer {
    if (method === 'GET') {
      const level = this.#store.level(subject) ?? (subject === null ? DEFAULT_LEVEL : undefined)
      return level === undefined ? noLevel(subject as string) : ok({ compatibilityLevel: level })
    }
    if (method !== 'PUT') return noRoute
    const { compatibility } = (body ?? {}) as { readonly compatibility?: unknown }
    if (!isLevel(compatibility)) return refused(42203, 'Invalid compatibility level')
    this.#store.setLevel(subject, compatibility)
    return ok({ compatibility })
  }
}
