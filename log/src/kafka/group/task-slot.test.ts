import type { Changelog } from '../changelog/changelog.ts'
import { NO_POSITION } from '../changelog/changelog-record.ts'
import type { KafkaTask } from './kafka-task.ts'
import { TaskSlot } from './task-slot.ts'

const TASK = { name: 't', inputs: [] }
const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))

/** A slot whose claims go well when told to, each with the next number, and what becomes of them. */
const slotWith = (first = 1) => {
  const log: string[] = []
  let number = first - 1
  const claim = async (): Promise<KafkaTask> => {
    number += 1
    const mine = number
    log.push(`claimed ${mine}`)
    return {
      position: { ...NO_POSITION, claim: mine },
      lose: () => log.push(`lost ${mine}`),
      settled: async () => {},
    } as unknown as KafkaTask
  }
  const slot = new TaskSlot({
    task: TASK,
    shared: { ...TASK, changelog: 'changelog.t' },
    changelog: {} as Changelog,
    claim,
    onClaimed: () => {},
    onFailure: (error) => log.push(String(error)),
  })
  /** Takes in what the group says, and claims as a session does. */
  const given = async (since: number | undefined): Promise<void> => {
    slot.given(since)
    if (slot.isIdle) slot.claim()
    await settled()
  }
  return { slot, given, log }
}

test('a task that is given is claimed once, and kept as long as the group knows of no later claim', async () => {
  const { given, slot, log } = slotWith()

  await given(-1)
  await given(0)
  await given(1)

  expect([log, slot.claimNumber]).toEqual([['claimed 1'], 1])
})

test('E2 a task that is another’s is lost, and claimed again when it is given again', async () => {
  const { given, log } = slotWith()
  await given(-1)

  await given(undefined)
  await given(7)

  expect(log).toEqual(['claimed 1', 'lost 1', 'claimed 2'])
})

test('E2 a sleeper that is given a task which another has had meanwhile claims it anew', async () => {
  const { given, log } = slotWith(4)
  await given(-1)

  await given(5)

  expect(log).toEqual(['claimed 4', 'lost 4', 'claimed 5'])
})

test('E2 a claim on its way is given up when the task is another’s', async () => {
  const { slot, log } = slotWith()
  slot.given(-1)
  slot.claim()

  slot.given(undefined)
  await settled()

  expect([log, slot.isTaken, slot.claimNumber]).toEqual([['claimed 1', 'lost 1'], false, undefined])
})

test('a task that comes again is not claimed before its last step has come to an end', async () => {
  const log: string[] = []
  let end = (): void => {}
  const ended = new Promise<void>((resolve) => {
    end = resolve
  })
  const held = { position: NO_POSITION, lose: () => {}, settled: () => ended } as unknown as KafkaTask
  const slot = new TaskSlot({
    task: TASK,
    shared: { ...TASK, changelog: 'changelog.t' },
    changelog: {} as Changelog,
    claim: async () => {
      log.push('claimed')
      return held
    },
    onClaimed: () => {},
    onFailure: () => {},
  })
  slot.claim()
  await settled()

  slot.forget()
  slot.claim()
  await settled()
  log.push('ended')
  end()
  await settled()

  expect(log).toEqual(['claimed', 'ended', 'claimed'])
})
