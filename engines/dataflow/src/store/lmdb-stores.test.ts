import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { hostname, tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { lmdbStores } from './lmdb-stores.ts'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'order-up-stores-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

const take = () => lmdbStores({ folder, log: () => {} })

const leaveLock = (text: string): void => {
  mkdirSync(join(folder, '0'), { recursive: true })
  writeFileSync(join(folder, '0', 'lock'), text)
}

/** Beyond every process id. */
const NOBODY = 2 ** 30

const LEFT: Readonly<Record<string, [text: string, taken: string]>> = {
  'a process that is gone': [`${NOBODY} ${hostname()}`, '0'],
  'a process of before with the same id, as in a container': [`${process.pid} ${hostname()}`, '0'],
  'a version that noted no host': [`${NOBODY}`, '0'],
  'a process that lives': [`${process.ppid} ${hostname()}`, '1'],
  'another host': [`${NOBODY} another`, '1'],
}
test.each(Object.entries(LEFT))('a folder locked by %s is taken, or the next one', (_, [text, taken]) => {
  leaveLock(text)

  const stores = take()

  expect(basename(stores.folder)).toBe(taken)
  stores.close()
})

test('instances of one process have folders of their own, and leave them to others', () => {
  const [first, second] = [take(), take()]
  first.close()
  const third = take()

  expect([first, second, third].map((stores) => basename(stores.folder))).toEqual(['0', '1', '0'])
  second.close()
  third.close()
})
