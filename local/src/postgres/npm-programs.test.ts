import {
  cpSync,
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { completePackage, copyPackage } from './npm-programs.ts'

let folder = ''
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'order-up-npm-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

/** A package as npm unpacks it: no links, programs that are not marked as such. */
const unpacked = (): string => {
  const root = join(folder, 'package')
  mkdirSync(join(root, 'native/bin'), { recursive: true })
  mkdirSync(join(root, 'native/lib'))
  for (const name of ['initdb', 'postgres']) writeFileSync(join(root, 'native/bin', name), name, { mode: 0o600 })
  writeFileSync(join(root, 'native/lib/libpq.so.5.18'), 'library')
  const links = ['libpq.so', 'libpq.so.5'].map((name) => ({
    source: 'native/lib/libpq.so.5.18',
    target: `native/lib/${name}`,
  }))
  writeFileSync(join(root, 'native/pg-symlinks.json'), JSON.stringify(links))
  return root
}

const state = (root: string) => ({
  library: readFileSync(join(root, 'native/lib/libpq.so.5'), 'utf8'),
  link: lstatSync(join(root, 'native/lib/libpq.so')).isSymbolicLink(),
  runnable: (statSync(join(root, 'native/bin/postgres')).mode & 0o555) === 0o555,
})

test('a package whose install script has not run gets its links, once and again, wherever it is moved', () => {
  const root = unpacked()

  const completed = [completePackage(root), completePackage(root)]
  cpSync(root, join(folder, 'moved'), { recursive: true, verbatimSymlinks: true })
  rmSync(root, { recursive: true })

  expect({ completed, moved: state(join(folder, 'moved')) }).toEqual({
    completed: [true, true],
    moved: { library: 'library', link: true, runnable: true },
  })
})

test('a package that cannot be completed where it lies is copied, once, and completed there', () => {
  const root = unpacked()

  const copies = [1, 2].map(() => copyPackage({ root, version: '18.4' }, folder))

  expect({ copies, state: state(copies[0]!), original: existsSync(join(root, 'native/lib/libpq.so')) }).toEqual({
    copies: [join(folder, 'postgresql-18.4'), join(folder, 'postgresql-18.4')],
    state: { library: 'library', link: true, runnable: true },
    original: false,
  })
  expect(completePackage(join(root, 'native/bin/postgres'))).toBe(false)
})
