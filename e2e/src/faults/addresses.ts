/** Where the processes of a round find their services, and which topics and schema are theirs. */
export interface Addresses {
  readonly brokers: readonly string[]
  readonly registryUrl: string
  readonly databaseUrl: string
  readonly topicPrefix: string
}
