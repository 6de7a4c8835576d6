import { partitionOf } from '../../src/murmur2.ts'
import { RAW_TOPIC } from '../../src/topics.ts'
import { readBatches } from './read-batches.ts'
import { bytes, offsetsOf, rawOn, rawRun, valuesIn, valuesOfRun } from './records.ts'
import { PARTITIONS, type TestBench } from './test-bench.ts'

export const describeAppending = (bench: TestBench): void => {
  test('an appended record is read as it was given, null and empty bytes included', async () => {
    const log = await bench.open()
    const given = [
      { key: bytes('k'), value: Buffer.from([0, 255, 10]), timestampMs: 1_736_782_200_000 },
      { key: bytes(''), value: null, timestampMs: 0 },
      { key: null, value: bytes(''), timestampMs: 1_736_782_199_999 },
    ]

    await log.append(given.map((record) => ({ ...record, partition: 1 })))

    const reading = readBatches((signal) => log.read([{ topic: RAW_TOPIC, partition: 1, offset: 0 }], signal))
    await reading.upToCount(given.length)
    await reading.stop()
    expect(reading.recordsOf({ topic: RAW_TOPIC, partition: 1 })).toEqual(
      given.map((record, offset) => ({ ...record, offset })),
    )
  })

  test('a record goes to the partition that murmur2 of its key chooses, as the Java client does', async () => {
    const log = await bench.open()
    const keys = Array.from({ length: 40 }, (_, index) => `ORD-${index}`)

    await log.append(keys.map((key) => ({ key: bytes(key), value: bytes(key), timestampMs: 0 })))

    const expected = Array.from({ length: PARTITIONS }, (_, partition) =>
      keys.filter((key) => partitionOf(bytes(key), PARTITIONS) === partition),
    )
    expect(await valuesIn(log, RAW_TOPIC)).toEqual(expected)
  })

  test('a partition given by number wins over the key', async () => {
    const log = await bench.open()
    const partition = (partitionOf(bytes('ORD-1'), PARTITIONS) + 1) % PARTITIONS

    await log.append([rawOn(partition, 'ORD-1')])

    expect((await valuesIn(log, RAW_TOPIC))[partition]).toEqual(['ORD-1'])
  })

  test('a record that no partition can be chosen for is refused, and nothing of its call is appended', async () => {
    const log = await bench.open()
    const nowhere = { key: null, value: bytes('v'), timestampMs: 0 }

    await expect(log.append([rawOn(0, 'first'), nowhere])).rejects.toMatchObject({ code: 'OU7001' })
    await expect(log.append([rawOn(0, 'first'), rawOn(PARTITIONS, 'x')])).rejects.toMatchObject({ code: 'OU7001' })

    expect(offsetsOf(await log.ends(RAW_TOPIC))).toEqual([0, 0, 0])
  })

  test('what one writer appends stands in order of its calls, with offsets that count up from 0', async () => {
    const log = await bench.open()
    const records = rawRun(2, 300)

    const calls = [records.slice(0, 100), records.slice(100, 101), records.slice(101)].map((part) => log.append(part))
    await Promise.all(calls)

    expect((await valuesIn(log, RAW_TOPIC))[2]).toEqual(valuesOfRun(2, 300))
    expect(offsetsOf(await log.ends(RAW_TOPIC))).toEqual([0, 0, 300])
  })
}
