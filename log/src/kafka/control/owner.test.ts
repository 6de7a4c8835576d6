import type { LogRecord } from '@order-up/contracts'
import { checkOwner } from './owner.ts'

const NEVER = new AbortController().signal
const table = (epoch: number, owner: string): string => JSON.stringify({ kind: 'table', epoch, owner })

const routesOf = (...values: readonly string[]) => {
  const records = values.map(
    (value, offset): LogRecord => ({ offset, timestampMs: 0, key: null, value: Buffer.from(value) }),
  )
  return {
    records,
    upToNow: async () => [...records],
    append: async (_: string, { key, value }: Pick<LogRecord, 'key' | 'value'>) => {
      records.push({ offset: records.length, timestampMs: 0, key, value })
    },
  }
}

test('the first engine that writes live owns the live topics from then on', async () => {
  const routes = routesOf()

  await checkOwner(routes, 'simple', NEVER)
  await checkOwner(routes, 'simple', NEVER)

  expect(routes.records.map(({ value }) => `${value}`)).toEqual([table(1, 'simple')])
})

test('an engine that does not own the live topics is refused with OU1503, which says whose they are', async () => {
  const routes = routesOf(table(1, 'simple'))

  await expect(checkOwner(routes, 'dataflow', NEVER)).rejects.toMatchObject({
    code: 'OU1503',
    message: expect.stringContaining('belong to simple'),
  })
})

test('of two engines that come first together, the first record counts', async () => {
  const routes = routesOf()
  const other = {
    ...routes,
    append: async () => void routes.append('', { key: null, value: Buffer.from(table(1, 'b')) }),
  }

  await expect(checkOwner(other, 'a', NEVER)).rejects.toMatchObject({ code: 'OU1503' })
})

test('of one epoch the first table counts, of several the last epoch', async () => {
  const routes = routesOf(table(1, 'a'), table(1, 'b'), '{"kind":"intent","epoch":2}', table(2, 'c'), table(2, 'd'))

  await expect(checkOwner(routes, 'a', NEVER)).rejects.toThrow('belong to c')
})
