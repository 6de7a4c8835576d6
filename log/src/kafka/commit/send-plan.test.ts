import { type Outgoing, planSends } from './send-plan.ts'

const TO_A = { topic: 'a', partition: 0 }
const outgoing = (at: { readonly topic: string; readonly partition: number }, value: string | Buffer): Outgoing => ({
  ...at,
  key: null,
  value: Buffer.from(value),
  timestampMs: 5,
})
const many = (count: number, at = TO_A): Outgoing[] => Array.from({ length: count }, (_, n) => outgoing(at, `${n}`))

/** Values by send and `topic/partition`, in order. */
const planned = (records: readonly Outgoing[]) =>
  planSends(records).map((send) => {
    const values: Record<string, string[]> = {}
    for (const { topic, messages } of send)
      for (const { partition, value } of messages) {
        const name = `${topic}/${partition}`
        values[name] = [...(values[name] ?? []), String(value)]
      }
    return values
  })

test('a step goes out in one send, each partition in its order', () => {
  const records = [
    outgoing(TO_A, '1'),
    outgoing({ topic: 'b', partition: 1 }, '2'),
    outgoing({ topic: 'a', partition: 1 }, '3'),
    outgoing(TO_A, '4'),
  ]

  expect(planned(records)).toEqual([{ 'a/0': ['1', '4'], 'a/1': ['3'], 'b/1': ['2'] }])
})

test('a partition has at most 2,000 records in a send, the others need not wait', () => {
  const sizes = planned([...many(4_500), ...many(3, { topic: 'b', partition: 0 })]).map((send) =>
    Object.fromEntries(Object.entries(send).map(([name, values]) => [name, values.length])),
  )

  expect(sizes).toEqual([{ 'a/0': 2_000, 'b/0': 3 }, { 'a/0': 2_000 }, { 'a/0': 500 }])
})

test('cutting keeps the order', () => {
  const values = planned(many(4_500)).flatMap((send) => send['a/0'] ?? [])

  expect(values).toEqual(many(4_500).map(({ value }) => String(value)))
})

test('a partition has at most 768 KiB in a send, and a larger record goes alone', () => {
  const sizes = [300_000, 300_000, 300_000, 2_000_000, 1]
  const sends = planned(sizes.map((size) => outgoing(TO_A, Buffer.alloc(size))))

  expect(sends.map((send) => send['a/0']?.map((value) => value.length))).toEqual([
    [300_000, 300_000],
    [300_000],
    [2_000_000],
    [1],
  ])
})

test('a record keeps its timestamp', () => {
  expect(planSends([outgoing(TO_A, 'v')])[0]?.[0]?.messages[0]?.timestamp).toBe('5')
})
