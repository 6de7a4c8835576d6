import { randomUUID } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { compileDecoder, encodeOrderEvent, ORDER_EVENT_SCHEMA, type OrderEvent } from '@order-up/contracts'
import { startLocalRegistry } from '@order-up/local'
import { registrySource } from './registry-source.ts'

/** The registry of SCHEMA_REGISTRY_URL, whichever it is, else one of ours. */
const given = process.env.SCHEMA_REGISTRY_URL || undefined
const folder = mkdtempSync(join(tmpdir(), 'order-up-registry-'))
const local = given === undefined ? await startLocalRegistry({ dataDir: folder, log: () => {} }) : undefined
const registry = registrySource({ url: given ?? local?.url ?? '' })
afterAll(async () => {
  await local?.stop()
  rmSync(folder, { recursive: true, force: true })
})

interface Field {
  readonly name: string
  readonly type: unknown
  readonly default?: unknown
}

/** Our schema with other fields. */
const withFields = (change: (fields: readonly Field[]) => readonly Field[]): string => {
  const schema = JSON.parse(ORDER_EVENT_SCHEMA) as { readonly fields: readonly Field[] }
  return JSON.stringify({ ...schema, fields: change(schema.fields) })
}

/** Before there was a schema version, which reads as 1 since. */
const BEHIND = withFields((fields) => fields.filter(({ name }) => name !== 'schema_version'))
/** Says in the end where an order came from. */
const AHEAD = withFields((fields) => [...fields, { name: 'channel', type: ['null', 'string'], default: null }])
const REFUSED = withFields((fields) => [...fields, { name: 'channel', type: 'string' }])

const EVENT: OrderEvent = {
  event_id: '00000000-0000-4000-8000-000000000001',
  event_type: 'ORDER_SHIPPED',
  event_ts: 1_736_782_200_000,
  order_id: 'ORD-1',
  schema_version: 1,
  payload: { type: 'OrderShipped', carrier: 'DHL', tracking_number: null },
}

/** The event as each producer writes it: schema_version is one byte behind the order's id, the channel comes last. */
const bodies = (): Readonly<Record<'behind' | 'now' | 'ahead', Buffer>> => {
  const now = encodeOrderEvent(EVENT)
  const at = now.indexOf('ORD-1') + 'ORD-1'.length
  const behind = Buffer.concat([now.subarray(0, at), now.subarray(at + 1)])
  return { behind, now, ahead: Buffer.concat([now, Buffer.from('0206776562', 'hex')]) }
}

const subjectOf = (test: string): string => `order-up.test.${test}.${randomUUID()}-value`

test('a schema is registered once, and found by its id', async () => {
  const subject = subjectOf('once')

  const ids = [
    await registry.register(subject, ORDER_EVENT_SCHEMA),
    await registry.register(subject, ORDER_EVENT_SCHEMA),
  ]
  const answer = await registry.find(ids[0]!)

  expect(new Set(ids).size).toBe(1)
  expect(answer.kind === 'found' && answer.text !== null && compileDecoder(answer.text) !== null).toBe(true)
})

test('V3 an id that was never handed out is firmly absent', async () => {
  expect(await registry.find(2_147_483_647)).toEqual({ kind: 'absent' })
})

test('V3 V4 events of producers a version behind and a version ahead are read as ours', async () => {
  const subject = subjectOf('versions')
  const written = bodies()
  const read: Record<string, unknown> = {}

  for (const [version, schema] of Object.entries({ behind: BEHIND, now: ORDER_EVENT_SCHEMA, ahead: AHEAD })) {
    const answer = await registry.find(await registry.register(subject, schema))
    const decode = answer.kind === 'found' && answer.text !== null ? compileDecoder(answer.text) : null
    const body = written[version as keyof typeof written]
    read[version] = decode?.(body, 0, body.length)
  }

  expect(read).toEqual({ behind: EVENT, now: EVENT, ahead: EVENT })
})

test('a version that could not read what is there is refused (OU1106), and the one before stays', async () => {
  const subject = subjectOf('refused')
  const id = await registry.register(subject, ORDER_EVENT_SCHEMA)

  await expect(registry.register(subject, REFUSED)).rejects.toMatchObject({ code: 'OU1106' })
  expect(await registry.register(subject, ORDER_EVENT_SCHEMA)).toBe(id)
})
