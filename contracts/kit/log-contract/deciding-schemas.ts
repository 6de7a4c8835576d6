import { ORDER_EVENT_SCHEMA } from '../../src/schemas.ts'
import { offsetsOf } from './records.ts'
import type { TestBench } from './test-bench.ts'

const SCHEMAS_TOPIC = 'orders.control.schemas'
const TEXT = '{"type":"record","name":"OrderEvent","namespace":"com.orderup.raw","fields":[]}'

export const describeDecidingSchemas = (bench: TestBench): void => {
  test('V3 an id stands for the text that the registry has, else for null', async () => {
    const log = await bench.open({ registry: new Map([[1_000, TEXT]]) })
    const instance = log.connect({ name: 'engine' })

    expect([await instance.decideSchema(1_000), await instance.decideSchema(1_001)]).toEqual([TEXT, null])
  })

  test('V3 the id that producers frame with stands for the OrderEvent schema', async () => {
    const log = await bench.open()

    expect(await log.connect({ name: 'engine' }).decideSchema(log.schemaId)).toBe(ORDER_EVENT_SCHEMA)
  })

  test('V3 the first decision stands for every engine and every later instance, whatever the registry says', async () => {
    const registry = new Map([[1_000, TEXT]])
    const log = await bench.open({ registry })
    const first = log.connect({ name: 'a' })
    await first.decideSchema(1_000)
    await first.decideSchema(1_001)
    registry.set(1_000, '"string"')
    registry.set(1_001, TEXT)

    const instances = [first, log.connect({ name: 'a' }), log.connect({ name: 'b', shadow: true })]
    const decisions: unknown[] = []
    for (const instance of instances)
      decisions.push([await instance.decideSchema(1_000), await instance.decideSchema(1_001)])

    expect(decisions).toEqual(instances.map(() => [TEXT, null]))
  })

  test('V3 a decision is one record in the control topic', async () => {
    const log = await bench.open({ registry: new Map([[1_000, TEXT]]) })
    const instance = log.connect({ name: 'engine' })
    for (const id of [1_000, 1_001, 1_000, 1_001]) await instance.decideSchema(id)

    expect(offsetsOf(await log.ends(SCHEMAS_TOPIC))).toEqual([2])
  })

  test('V3 ids 0 and from 2,147,483,648 on are unknown without asking, and nothing is recorded', async () => {
    const ids = [0, 2_147_483_648, 4_294_967_295]
    const log = await bench.open({ registry: new Map(ids.map((id) => [id, TEXT])) })
    const instance = log.connect({ name: 'engine' })

    const decisions: unknown[] = []
    for (const id of ids) decisions.push(await instance.decideSchema(id))

    expect(decisions).toEqual([null, null, null])
    expect(offsetsOf(await log.ends(SCHEMAS_TOPIC))).toEqual([0])
  })
}
