import { setImmediate as nextTurn } from 'node:timers/promises'
import { runCrew } from './crew.ts'

const untilStopped = (log: string[], name: string) => (signal: AbortSignal) =>
  new Promise<void>((resolve) => {
    const end = async (): Promise<void> => {
      await nextTurn()
      log.push(`${name} has cleaned up`)
      resolve()
    }
    signal.addEventListener('abort', end, { once: true })
  })

const never = new AbortController().signal

test('all hands are done when the crew is', async () => {
  const log: string[] = []
  const hand = (name: string) => async () => {
    await nextTurn()
    log.push(name)
  }

  await runCrew([hand('a'), hand('b')], never)

  expect(log).toEqual(['a', 'b'])
})

test('the first failure stops the others, which clean up before it is told', async () => {
  const log: string[] = []
  const failing = (name: string) => async () => {
    await nextTurn()
    throw new Error(name)
  }

  const crew = runCrew([failing('first'), untilStopped(log, 'other'), failing('second')], never)

  await expect(crew).rejects.toThrow('first')
  expect(log).toEqual(['other has cleaned up'])
})

test('a signal stops all hands, also one that fired before', async () => {
  const log: string[] = []
  const stop = new AbortController()
  const late = async (signal: AbortSignal): Promise<void> => {
    log.push(`late is stopped: ${signal.aborted}`)
  }

  const running = runCrew([untilStopped(log, 'running')], stop.signal)
  stop.abort(new Error('stopped'))
  const outcomes = await Promise.allSettled([running, runCrew([late], stop.signal)])

  expect(outcomes.map((outcome) => outcome.status === 'rejected' && outcome.reason.message)).toEqual([
    'stopped',
    'stopped',
  ])
  expect(log).toEqual(['late is stopped: true', 'running has cleaned up'])
})
