import { TopicNames } from '../topic-names.ts'
import { COMPONENTS, leastAcls } from './acls.ts'

const PREFIX = 'trial.'

test('everything that a part is allowed has the prefix of its topics', () => {
  const acls = COMPONENTS.flatMap((component) =>
    leastAcls({ component, topicPrefix: PREFIX, engine: 'simple', shadow: false }),
  )

  expect(acls.flatMap(({ names }) => names).filter((name) => !name.startsWith(PREFIX))).toEqual([])
})

test('an engine in shadow may write no live topic, and each engine its own internal topics alone', () => {
  const written = (engine: string, shadow: boolean): readonly string[] =>
    leastAcls({ component: 'engine', engine, shadow })
      .filter(({ resource, operations }) => resource === 'topic' && operations.includes('Write'))
      .flatMap(({ names }) => names)
      .filter((name) => !name.startsWith('orders.control.'))
  const live = new TopicNames('').output('curated', { name: 'simple', shadow: false })

  expect(written('simple', false)).toContain(live)
  expect(written('simple', true).every((name) => /^(shadow|internal)\.simple\./.test(name))).toBe(true)
  expect(written('dataflow', true).some((name) => name.includes('simple'))).toBe(false)
})
