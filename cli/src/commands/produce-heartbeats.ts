import { OrderUpError } from '@order-up/contracts'
import type { KafkaLog } from '@order-up/log/kafka'
import { type CommandContext, defineCommand } from '../command.ts'
import { given, wholeNumber } from '../config/setting-kinds.ts'
import { neededRegistry } from '../kafka/needed-addresses.ts'
import { wallClock } from '../wall-clock.ts'
import { topicPrefixSetting } from './topic-settings.ts'

const DAY_MS = 86_400_000

/** Throws OU1002 where the log ends long ago: beats of today would close every window of it, for good. */
const refuseOldLog = async (log: KafkaLog, context: CommandContext): Promise<void> => {
  const [{ registrySource }, { newestEventMs }] = await Promise.all([
    import('@order-up/log/kafka'),
    import('../produce/newest-event.ts'),
  ])
  const registry = registrySource(neededRegistry(context))
  const newest = await newestEventMs({ source: log, registry, signal: context.signal })
  if (newest === undefined || newest >= wallClock.nowMs() - DAY_MS) return
  throw new OrderUpError('OU1002', {
    detail: `the newest event is of ${new Date(newest).toISOString()}, over a day ago`,
    hint: 'heartbeats of now close every window up to now, and all that comes for them is late; --yes if that is meant',
  })
}

export const produceHeartbeats = defineCommand({
  words: ['produce', 'heartbeats'],
  summary: 'sends a heartbeat to every raw partition now and then, so that time goes on where no orders come',
  examples: [
    { does: 'every ten seconds, half a minute behind the clock', line: 'order-up produce heartbeats' },
    { does: 'close the windows of an old log', line: 'order-up produce heartbeats --every 1000 --yes' },
  ],
  arguments: [],
  settings: {
    every: wholeNumber({ about: 'ms between two of a partition', least: 100, fallback: 10_000, lasting: false }),
    lag: wholeNumber({ about: 'ms that they stay behind the clock', least: 0, fallback: 30_000, lasting: false }),
    yes: given('also where the newest event is over a day old'),
    topicPrefix: topicPrefixSetting,
  },
  endsBySignal: true,
  async run({ every, lag, yes, topicPrefix }, context) {
    const [{ heartbeats, whenDue }, { sendLive }] = await Promise.all([
      import('@order-up/producer'),
      import('../produce/send-live.ts'),
    ])
    await sendLive(
      {
        topicPrefix,
        ...(!yes && { before: (log) => refuseOldLog(log, context) }),
        recordsFor: ({ partitions, schemaId }) =>
          heartbeats({ partitions, schemaId, startMs: wallClock.nowMs(), everyMs: every, lagMs: lag }),
        pace: whenDue,
      },
      context,
    )
    return 0
  },
})
