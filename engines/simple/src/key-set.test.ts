import fc from 'fast-check'
import { ChangeLog } from './changes.ts'
import { KeySet } from './key-set.ts'
import { appliedTo, hex } from './testing/changelog-model.ts'

type Operation = 'add' | 'delete' | 'commit'

const operations = fc.array(
  fc.record({
    operation: fc.constantFrom<Operation>('add', 'delete', 'commit'),
    key: fc.constantFrom('a', 'b'),
    value: fc.nat(3),
  }),
)

test('E3 the changelog of a set holds its members, one change a key, whatever happened within a step', () => {
  fc.assert(
    fc.property(operations, (steps) => {
      const changes = new ChangeLog()
      const set = new KeySet(changes)
      const [changelog, model] = [new Map<string, string>(), new Map<string, string>()]
      for (const { operation, key, value } of steps) {
        if (operation === 'commit') appliedTo(changelog, changes)
        if (operation === 'add' && !model.has(key)) {
          set.add(key, Buffer.from([value]))
          model.set(key, hex(Buffer.from([value])))
        }
        if (operation === 'delete' && model.delete(key)) set.delete(key)
      }
      appliedTo(changelog, changes)

      expect(changelog).toEqual(model)
    }),
    { seed: 12 },
  )
})
