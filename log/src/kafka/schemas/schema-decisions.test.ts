import type { LogRecord } from '@order-up/contracts'
import { DEFAULT_TIMINGS } from '../connection.ts'
import { SchemaDecisions } from './schema-decisions.ts'
import type { SchemaAnswer } from './schema-source.ts'

const TIMINGS = { ...DEFAULT_TIMINGS, firmAbsenceMs: 1, firstRetryMs: 1, mostRetryMs: 1 }
const NEVER = new AbortController().signal
const FOUND = (text: string): SchemaAnswer => ({ kind: 'found', text })
const ABSENT: SchemaAnswer = { kind: 'absent' }

/** A control topic in memory; `before` lets another engine write first. */
const controlTopic = (before: () => string | undefined = () => undefined) => {
  const records: LogRecord[] = []
  const add = (value: Buffer): void => {
    records.push({ offset: records.length, timestampMs: 0, key: null, value })
  }
  return {
    records,
    upToNow: async () => [...records],
    append: async (_: string, { value }: Pick<LogRecord, 'value'>) => {
      const other = before()
      if (other !== undefined) add(Buffer.from(other))
      add(value as Buffer)
    },
  }
}

/** Decisions on a registry that answers as scripted, and what it was asked. */
const decisionsOn = (control: ReturnType<typeof controlTopic>, script: readonly (SchemaAnswer | Error)[]) => {
  let asked = 0
  const find = async (): Promise<SchemaAnswer> => {
    const answer = script[asked++] as SchemaAnswer | Error
    if (answer instanceof Error) throw answer
    return answer
  }
  const source = { find, register: async () => 1 }
  const decisions = new SchemaDecisions({ control, source, timings: TIMINGS, log: () => {} })
  return { decide: (id: number) => decisions.decide(id, NEVER), asked: () => asked }
}

test('V3 an id is unknown once the registry has said so twice; anything else in between is waited out', async () => {
  const script = [new Error('down'), ABSENT, new Error('down'), ABSENT]
  const { decide, asked } = decisionsOn(controlTopic(), script)

  expect([await decide(7), asked()]).toEqual([null, 4])
})

test('V3 a schema that appears between the two questions counts', async () => {
  const { decide } = decisionsOn(controlTopic(), [ABSENT, FOUND('"string"')])

  expect(await decide(7)).toBe('"string"')
})

test('V3 the first record of the control topic counts, also where another engine was quicker', async () => {
  const control = controlTopic(() => '{"id":7,"schema":null}')

  const { decide } = decisionsOn(control, [FOUND('"string"')])

  expect([await decide(7), control.records.length]).toEqual([null, 2])
})

test('V3 what is decided is not asked again, by this engine or a later one', async () => {
  const control = controlTopic()
  const first = decisionsOn(control, [FOUND('"string"')])
  await first.decide(7)
  const later = decisionsOn(control, [])

  expect([await first.decide(7), await later.decide(7), first.asked(), later.asked()]).toEqual([
    '"string"',
    '"string"',
    1,
    0,
  ])
})

test('V3 ids that no registry gives are unknown without asking', async () => {
  const { decide } = decisionsOn(controlTopic(), [])

  expect([await decide(0), await decide(2_147_483_648)]).toEqual([null, null])
})

test('V3 who stops waiting for the registry has decided nothing', async () => {
  const control = controlTopic()
  const stop = new AbortController()
  const find = async (): Promise<SchemaAnswer> => {
    stop.abort()
    throw new Error('down')
  }
  const source = { find, register: async () => 1 }
  const decisions = new SchemaDecisions({ control, source, timings: TIMINGS, log: () => {} })

  await expect(decisions.decide(7, stop.signal)).rejects.toMatchObject({ code: 'OU1208' })

  expect(control.records).toEqual([])
})
