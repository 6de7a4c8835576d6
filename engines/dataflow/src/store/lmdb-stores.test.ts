import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { hostname, tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { lmdbStores } from './lmdb-stores.ts'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'order-up-stores-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

const take = () => lmdbStores({ folder, log: () => {} })

const leaveLock = (host: string, pid: number): void => {
  mkdirSync(join(folder, '0'), { recursive: true })
  writeFileSync(join(folder, '0', `lock-${host}-${pid}`), '')
}
const locks = (): readonly string[] => readdirSync(join(folder, '0'))

/** Beyond every process id. */
const NOBODY = 2 ** 30
const OWN = `lock-${hostname()}-${process.pid}`

const LEFT: Readonly<Record<string, [host: string, pid: number, taken: string, locks: readonly string[]]>> = {
  'a process that is gone': [hostname(), NOBODY, '0', [OWN]],
  'a process of before with the same id, as in a container': [hostname(), process.pid, '0', [OWN]],
  'a process that lives': [hostname(), process.ppid, '1', [`lock-${hostname()}-${process.ppid}`]],
  'another host': ['an-other', NOBODY, '1', [`lock-an-other-${NOBODY}`]],
}
test.each(Object.entries(LEFT))('a folder locked by %s is taken, or the next one', (_, [host, pid, taken, left]) => {
  leaveLock(host, pid)

  const stores = take()

  expect([basename(stores.folder), locks()]).toEqual([taken, left])
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
