import type { RegistryConnection } from '@order-up/log/kafka'
import { contractSubjects } from '../kafka/contract-subjects.ts'
import { type Check, type Finding, failed, passed, warned } from './check.ts'

const ANSWER_MS = 5_000
const NAME = 'schema registry'

/** What to make of a registry that lacks these of the contract's subjects. */
export const judgeRegistry = (lacking: readonly string[], address: string): Finding =>
  lacking.length === 0
    ? passed(NAME, `${address} has all schemas of the contract`)
    : warned(NAME, `${address} lacks ${lacking.join(', ')}`, 'register them with order-up contracts register')

const asker = ({ url, login }: RegistryConnection) => {
  const credentials = login && Buffer.from(`${login.username}:${login.password}`).toString('base64')
  return (path: string, schema: string): Promise<Response> =>
    fetch(`${url}${path}`, {
      method: 'POST',
      headers: {
        'content-type': 'application/vnd.schemaregistry.v1+json',
        ...(credentials && { authorization: `Basic ${credentials}` }),
      },
      body: JSON.stringify({ schema }),
      signal: AbortSignal.timeout(ANSWER_MS),
    })
}

const look = async (connection: RegistryConnection, topicPrefix: string): Promise<Finding> => {
  const ask = asker(connection)
  const lacking: string[] = []
  try {
    for (const { subject, schema } of contractSubjects(topicPrefix)) {
      const { ok, status } = await ask(`/subjects/${encodeURIComponent(subject)}`, schema)
      if (!ok && status !== 404) throw new Error(`it answers with status ${status}`)
      if (!ok) lacking.push(subject)
    }
    return judgeRegistry(lacking, connection.url)
  } catch (failure) {
    const { message, cause } = failure as Error
    return failed(
      NAME,
      `${connection.url}: ${(cause as Error | undefined)?.message || message}`,
      'check SCHEMA_REGISTRY_URL and the login',
    )
  }
}

/** Looks at the user's schema registry: reachable, open to us, and whether it has the contract's schemas. */
export const registryCheck = (connection: RegistryConnection, topicPrefix: string): Check => ({
  about: connection.url,
  run: async () => [await look(connection, topicPrefix)],
})
