import fc from 'fast-check'
import { ChangeLog } from './changes.ts'
import { KeySet } from './key-set.ts'
import { longCodec } from './state-codecs.ts'
import { Table } from './table.ts'

type Operation = 'set' | 'delete' | 'commit'

const apply = (changelog: Map<string, string>, changes: ChangeLog): number => {
  const { count } = changes
  const drained = changes.drain()
  for (const { key, value } of drained)
    if (value === null) changelog.delete(key.toString())
    else changelog.set(key.toString(), value.toString('hex'))
  expect(drained).toHaveLength(count)
  expect(new Set(drained.map(({ key }) => key.toString())).size).toBe(count)
  return count
}

const operations = fc.array(
  fc.record({
    operation: fc.constantFrom<Operation>('set', 'delete', 'commit'),
    key: fc.constantFrom('a', 'b'),
    value: fc.nat(3),
  }),
)

test('E3 the changelog of a table says what the table says, one change a key, whatever happened within a step', () => {
  fc.assert(
    fc.property(operations, (steps) => {
      const changes = new ChangeLog()
      const table = new Table(changes, 't|', longCodec)
      const [changelog, model] = [new Map<string, string>(), new Map<string, string>()]
      for (const { operation, key, value } of steps) {
        if (operation === 'commit') apply(changelog, changes)
        if (operation === 'set') {
          if (table.get(key) === undefined) table.insert(key, value)
          else table.replace(key, value)
          model.set(`t|${key}`, longCodec.encodeBody(value).toString('hex'))
        }
        if (operation === 'delete' && table.get(key) !== undefined) {
          table.delete(key)
          model.delete(`t|${key}`)
        }
      }
      apply(changelog, changes)

      expect(changelog).toEqual(model)
    }),
    { seed: 11 },
  )
})

test('E3 the changelog of a set holds its members, one change a key, whatever happened within a step', () => {
  fc.assert(
    fc.property(operations, (steps) => {
      const changes = new ChangeLog()
      const set = new KeySet(changes, 's|')
      const [changelog, model] = [new Map<string, string>(), new Map<string, string>()]
      for (const { operation, key, value } of steps) {
        const known = model.has(`s|${key}`)
        if (operation === 'commit') apply(changelog, changes)
        if (operation === 'set' && !known) {
          set.add(key, Buffer.from([value]))
          model.set(`s|${key}`, Buffer.from([value]).toString('hex'))
        }
        if (operation === 'delete' && known) {
          set.delete(key)
          model.delete(`s|${key}`)
        }
      }
      apply(changelog, changes)

      expect(changelog).toEqual(model)
    }),
    { seed: 12 },
  )
})
