import type { RawAppend } from '@order-up/contracts'
import type { KafkaLog, KafkaRawWriter } from '@order-up/log/kafka'
import { type Pace, type Produced, type ProduceProgress, produce } from '@order-up/producer'
import type { CommandContext } from '../command.ts'
import { withLog } from '../kafka/open-log.ts'
import { seldomRedraw } from '../terminal/seldom-redraw.ts'
import { wallClock } from '../wall-clock.ts'

export interface SendOptions {
  readonly topicPrefix: string | undefined
  /** The records, for a topic of so many partitions and values framed with this id. */
  readonly recordsFor: (
    writer: Pick<KafkaRawWriter, 'partitions' | 'schemaId'>,
  ) => Iterable<RawAppend> | AsyncIterable<RawAppend>
  /** Looks at the log before anything is sent; what it throws ends the command. */
  readonly before?: (log: KafkaLog) => Promise<void>
  /** Default: as fast as the broker confirms them. */
  readonly pace?: Pace
}

const progressTo = ({ terminal }: CommandContext): ((progress: ProduceProgress) => void) => {
  const redraw = seldomRedraw(terminal)
  return ({ records, timestampMs }) =>
    redraw(() => `${records.toLocaleString('en')} records confirmed, at ${new Date(timestampMs).toISOString()}`)
}

const told = ({ records, bytes, unsent }: Produced): string => {
  const sent = `${records.toLocaleString('en')} records confirmed, ${bytes.toLocaleString('en')} bytes`
  return unsent === 0 ? sent : `${sent}; ${unsent.toLocaleString('en')} not sent: the broker did not answer in time`
}

/**
 * Sends records to the raw topic of the cluster that the user names, and tells how many were confirmed. A stop by signal
 * sends what has been taken and ends well. Throws as `withLog` does.
 */
export const sendLive = (
  { topicPrefix, recordsFor, before, pace }: SendOptions,
  context: CommandContext,
): Promise<Produced> =>
  withLog({ topicPrefix }, context, async (log) => {
    await before?.(log)
    const writer = await log.rawWriter()
    try {
      const produced = await produce({
        records: recordsFor(writer),
        writer,
        clock: wallClock,
        signal: context.signal,
        observer: { sent: progressTo(context) },
        ...(pace && { pace }),
      })
      context.terminal.note(told(produced))
      return produced
    } finally {
      await writer.close()
    }
  })
