import { longCodec } from '@order-up/engine-core'
import fc from 'fast-check'
import { ChangedItems, type Tracked } from './changed-items.ts'
import { ChangeLog } from './changes.ts'
import { appliedTo, hex } from './testing/changelog-model.ts'

interface Item extends Tracked {
  readonly key: string
  value: number
}

type Operation = 'set' | 'drop' | 'commit'

const operations = fc.array(
  fc.record({
    operation: fc.constantFrom<Operation>('set', 'drop', 'commit'),
    slot: fc.nat(1),
    value: fc.nat(3),
  }),
)

test('E3 the changelog of items says what the items say, one change a key, whatever happened within a step', () => {
  fc.assert(
    fc.property(operations, (steps) => {
      const log = new ChangeLog()
      const changes = new ChangedItems<Item>(log, {
        keyOf: ({ key }) => key,
        encodeBody: ({ value }) => longCodec.encodeBody(value),
      })
      const changelog = new Map<string, string>()
      const items: (Item | undefined)[] = []
      let made = 0
      for (const { operation, slot, value } of steps) {
        const item = items[slot]
        if (operation === 'commit') appliedTo(changelog, log)
        else if (operation === 'set' && item === undefined) {
          items[slot] = { key: `key ${made++}`, value, stepChange: 'none' }
          changes.add(items[slot])
        } else if (operation === 'set' && item !== undefined) {
          item.value = value
          changes.touch(item)
        } else if (item !== undefined) {
          changes.drop(item)
          items[slot] = undefined
        }
      }
      appliedTo(changelog, log)

      const present = items.filter((item) => item !== undefined)
      expect(changelog).toEqual(new Map(present.map(({ key, value }) => [key, hex(longCodec.encodeBody(value))])))
    }),
    { seed: 11 },
  )
})
