import { type ClusterReport, inspectTopics, type KafkaConnection } from '@order-up/log/kafka'
import { asOrderUpError, reportOf } from '../failure/failure-report.ts'
import { type Check, type Finding, failed, passed, warned } from './check.ts'

/** What to make of a cluster at `address` and its topics. */
export const judgeCluster = (report: ClusterReport, address: string): readonly Finding[] => {
  const { brokers, partitions, missing, differences } = report
  const first = passed('brokers', `${brokers} behind ${address}`)
  if (differences.length > 0)
    return [first, failed('topics', differences.join('; '), 'alter the named settings, or create the topics anew')]
  if (missing.length > 0)
    return [first, warned('topics', `missing: ${missing.join(', ')}`, 'create them with order-up topics create')]
  return [first, passed('topics', `all there, with ${partitions} partitions and the settings of the contract`)]
}

const look = async (connection: KafkaConnection, topicPrefix: string): Promise<readonly Finding[]> => {
  const address = connection.brokers.join(',')
  try {
    return judgeCluster(await inspectTopics({ connection, topicPrefix }), address)
  } catch (failure) {
    const { message, hint } = reportOf(asOrderUpError(failure))
    return [failed('brokers', message, hint)]
  }
}

/** Looks at the user's cluster: reachable, and its topics as the contract says. */
export const kafkaCheck = (connection: KafkaConnection, topicPrefix: string): Check => ({
  about: connection.brokers.join(','),
  run: () => look(connection, topicPrefix),
})
