import registryClient from '@kafkajs/confluent-schema-registry'
import { OrderUpError } from '@order-up/contracts'
import type { RegistryConnection } from '../connection.ts'
import type { SchemaAnswer, SchemaSource } from './schema-source.ts'

const { COMPATIBILITY, SchemaRegistry, SchemaType } = registryClient

const ANSWER_MS = 10_000
const NO_SUCH_SCHEMA = 40403

/** What the registry's interface answers to a schema id. */
interface SchemaBody {
  readonly schema?: unknown
  readonly schemaType?: unknown
  readonly references?: unknown
  readonly error_code?: unknown
}

const bodyOf = async (response: Response): Promise<SchemaBody> => {
  try {
    const body: unknown = JSON.parse(await response.text())
    return typeof body === 'object' && body !== null ? body : {}
  } catch {
    return {}
  }
}

/** Only a registry's own words count: 200 with a schema, or 404 with its code for "no such schema" (V3). */
const answerIn = (status: number, body: SchemaBody): SchemaAnswer | undefined => {
  if (status === 404 && body.error_code === NO_SUCH_SCHEMA) return { kind: 'absent' }
  if (status !== 200 || typeof body.schema !== 'string') return undefined
  const isAvro = body.schemaType === undefined || body.schemaType === 'AVRO'
  const hasReferences = Array.isArray(body.references) && body.references.length > 0
  return { kind: 'found', text: isAvro && !hasReferences ? body.schema : null }
}

const authorization = ({ login }: RegistryConnection): Readonly<Record<string, string>> =>
  login === undefined
    ? {}
    : { authorization: `Basic ${Buffer.from(`${login.username}:${login.password}`).toString('base64')}` }

/** The client's errors tell only the status: a schema that does not fit, or a registry that does not answer. */
const asRefusal = (subject: string, cause: unknown): OrderUpError => {
  const { status, name, message } = cause as { status?: number; name?: string; message?: string }
  const isRefused = status === 409 || status === 422 || name === 'ConfluentSchemaRegistryCompatibilityError'
  return new OrderUpError(isRefused ? 'OU1106' : 'OU1208', { detail: `${subject}: ${message ?? String(cause)}`, cause })
}

/**
 * A schema registry behind Confluent's interface. Schemas are registered by the client of kafkajs; ids are looked up by a
 * plain request, for the client's errors keep the code from us that makes "no such schema" firm.
 */
export const registrySource = (connection: RegistryConnection): SchemaSource => {
  const { login } = connection
  const url = connection.url.replace(/\/+$/, '')
  const client = new SchemaRegistry({ host: url, ...(login && { auth: login }), retry: { retries: 1 } })
  return {
    find: async (id) => {
      const response = await fetch(`${url}/schemas/ids/${id}`, {
        headers: { accept: 'application/vnd.schemaregistry.v1+json', ...authorization(connection) },
        signal: AbortSignal.timeout(ANSWER_MS),
      })
      const answer = answerIn(response.status, await bodyOf(response))
      if (answer === undefined) throw new Error(`status ${response.status} is no answer to schema id ${id}`)
      return answer
    },
    register: async (subject, schema) => {
      const options = { subject, compatibility: COMPATIBILITY.BACKWARD_TRANSITIVE }
      try {
        return (await client.register({ type: SchemaType.AVRO, schema }, options)).id
      } catch (error) {
        throw asRefusal(subject, error)
      }
    },
  }
}
