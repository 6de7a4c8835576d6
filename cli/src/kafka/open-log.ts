import type { KafkaLog } from '@order-up/log/kafka'
import type { CommandContext } from '../command.ts'
import { neededKafka, neededRegistry } from './needed-addresses.ts'

export interface LogSettings {
  readonly topicPrefix: string | undefined
  readonly replicationFactor?: number | undefined
}

/**
 * Opens the log of the cluster that the user names, and hands it to `use`; closed whatever happens. Throws OU1002 where
 * no cluster or registry is named, OU1203, OU1208, OU1310 or OU1311 as the log does.
 */
export const withLog = async <T>(
  { topicPrefix = '', replicationFactor }: LogSettings,
  context: CommandContext,
  use: (log: KafkaLog) => Promise<T>,
): Promise<T> => {
  const [connection, registry] = [neededKafka(context), neededRegistry(context)]
  const { openKafkaLog, registrySource } = await import('@order-up/log/kafka')
  const log = await openKafkaLog({
    connection,
    registry: registrySource(registry),
    topicPrefix,
    log: context.terminal.note,
    ...(replicationFactor !== undefined && { replicationFactor }),
  })
  try {
    context.signal.throwIfAborted()
    return await use(log)
  } finally {
    await log.close()
  }
}
