import type { OutputRecord, Step } from '@order-up/contracts'
import { generateOrders } from '@order-up/producer'
import { ENGINES } from '../engines.ts'
import { mistaken } from '../testing/mistaken-engine.ts'
import { compareEngines } from './compare-engines.ts'
import type { Source } from './run-over.ts'

const source: Source = ({ partitions, schemaId }) => generateOrders({ partitions, schemaId, count: 1_000 })
const both = { control: ENGINES.simple.create, candidate: ENGINES.dataflow.create, source, partitions: 3 }

test('both engines write the same, whatever is in the log', async () => {
  const { digests, differences } = await compareEngines(both)

  expect(differences).toEqual([])
  expect(Object.values(digests).map((each) => each.reduce((sum, { records }) => sum + records, 0) > 0)).toEqual(
    Object.keys(digests).map(() => true),
  )
})

/** The curated row with this place in partition 1 loses its last byte. */
const spoilt = (place: number): ((step: Step) => Step) => {
  let index = 0
  return (step) => ({
    ...step,
    outputs: step.outputs.map((record) => {
      if (record.output !== 'curated' || record.partition !== 1) return record
      index += 1
      return index - 1 === place ? { ...record, value: record.value.subarray(0, -1) } : record
    }),
  })
}

test('E4 the first record that differs is shown with its place, deep in a partition', async () => {
  const candidate = () => mistaken(ENGINES.dataflow.create(), spoilt(1_234))

  const { differences } = await compareEngines({ ...both, candidate })

  expect(differences[0]).toMatchObject({ topic: 'orders.orders.curated', partition: 1, index: 1_234 })
})

test('E4 two records that have changed places are a difference', async () => {
  const isCustomer = (record?: OutputRecord): boolean => record?.output === 'customers' && record.partition === 2
  const swap = (step: Step): Step => {
    const at = step.outputs.findIndex((record, index) => isCustomer(record) && isCustomer(step.outputs[index + 1]))
    if (at < 0) return step
    const outputs = [...step.outputs]
    outputs.splice(at, 2, outputs[at + 1]!, outputs[at]!)
    return { ...step, outputs }
  }

  const { differences } = await compareEngines({ ...both, candidate: () => mistaken(ENGINES.dataflow.create(), swap) })

  expect(differences[0]).toMatchObject({ topic: 'orders.customers', partition: 2 })
})

test('a source that gives other records the second time proves nothing', async () => {
  let runs = 0
  const other: Source = ({ partitions, schemaId }) => generateOrders({ partitions, schemaId, count: 10, seed: ++runs })

  await expect(compareEngines({ ...both, source: other })).rejects.toThrow('other records')
})
