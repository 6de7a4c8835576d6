import { mkdtempSync, readdirSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { open } from 'lmdb'
import { LmdbStore } from './lmdb-store.ts'
import type { LocalChange } from './store.ts'

const change = (text: string, value: string | null): LocalChange => ({
  text,
  key: Buffer.from(text),
  value: value === null ? null : Buffer.from(value),
})

let folder: string
let lines: string[]
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'order-up-store-'))
  lines = []
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

const openLmdb = (writeAt = 2): LmdbStore => new LmdbStore({ folder, log: (line) => lines.push(line), writeAt })

describe('a store', () => {
  test('holds what was committed last, whether it is written down or not', async () => {
    const store = openLmdb()
    await store.committed([change('a', '1'), change('b', '1')], 'm1')
    await store.committed([change('a', '2'), change('b', null)], 'm2')
    await store.committed([change('c', '3')], 'm3')

    const held = ['a', 'b', 'c', 'd'].map((key) => store.get(key)?.toString())
    expect([held, store.mark]).toEqual([['2', undefined, '3', undefined], 'm3'])
    await store.close()
  })

  test('shows the keys of a prefix behind another key, in the order of their bytes', async () => {
    const store = openLmdb()
    const keys = ['w|a', 'w|ä', 'w|b', 'w|\u{1f600}', 'w|\uff41', 'v|z', 'x']
    await store.committed(
      keys.map((key) => change(key, '1')),
      'm',
    )
    await store.restored('m')

    expect(store.keysAfter('w', 'w|a')).toEqual(['w|b', 'w|ä', 'w|\uff41', 'w|\u{1f600}'])
    await store.close()
  })

  test('is empty once it is cleared', async () => {
    const store = openLmdb()
    await store.committed([change('a', '1'), change('b', '1'), change('c', '1')], 'm')
    await store.restored('m')
    store.clear('a test')

    expect([store.get('a'), store.get('c'), store.mark, store.keysAfter('', '')]).toEqual([
      undefined,
      undefined,
      undefined,
      [],
    ])
    await store.close()
  })
})

describe('a copy on disk', () => {
  const filled = async (): Promise<void> => {
    const store = openLmdb()
    await store.committed([change('a', '1'), change('b', '1')], 'm1')
    await store.committed([change('c', '1')], 'm2')
    await store.close()
  }

  test('E3 goes on where it was closed', async () => {
    await filled()

    const store = openLmdb()

    expect([store.get('a')?.toString(), store.get('c')?.toString(), store.mark, lines]).toEqual(['1', '1', 'm2', []])
    await store.close()
  })

  test('E3 has its mark with what it has of the changelog, wherever it was left', async () => {
    const store = openLmdb(2)
    await store.committed([change('a', '1'), change('b', '1')], 'm1')
    await store.committed([change('a', '2')], 'm2')
    await new Promise((resolve) => setImmediate(resolve))
    // Another process that finds the folder as a killed one left it.
    const seen = await new Promise<readonly (string | undefined)[]>((resolve) => {
      setTimeout(() => {
        const reader = open<Buffer, string>({ path: folder, encoding: 'binary' })
        resolve(['a', '#mark'].map((key) => reader.getBinary(key)?.toString()))
      }, 50)
    })

    expect(seen).toEqual(['1', 'm1'])
    await store.close()
  })

  const spoil: Readonly<Record<string, [word: string, damage: (file: string) => void]>> = {
    'cut short': ['cut short', (file) => truncateSync(file, statSync(file).size - 4_096)],
    'cut within its first pages': ['damaged', (file) => truncateSync(file, 5_000)],
    'full of other bytes': ['damaged', (file) => writeFileSync(file, Buffer.alloc(20_000, 7))],
    empty: ['damaged', (file) => truncateSync(file, 0)],
  }
  test.each(Object.entries(spoil))('E3 whose file is %s is made anew, and says so', async (_, [word, damage]) => {
    await filled()
    damage(join(folder, 'data.mdb'))

    const store = openLmdb()

    expect([store.get('a'), store.mark, lines]).toEqual([undefined, undefined, [expect.stringContaining(word)]])
    await store.close()
  })

  test('E3 of another format is made anew', async () => {
    await filled()
    const database = open<Buffer, string>({ path: folder, encoding: 'binary' })
    await database.put('#format', Buffer.from('2'))
    await database.close()

    const store = openLmdb()

    expect([store.mark, lines]).toEqual([undefined, [expect.stringContaining('format 2')]])
    await store.close()
  })

  test('E3 that was lost before it was whole is made anew', async () => {
    const first = openLmdb(2)
    for (const key of ['a', 'b', 'c']) first.apply(Buffer.from(key), Buffer.from('1'))
    await first.close()

    const store = openLmdb()

    expect([store.get('a'), store.mark]).toEqual([undefined, undefined])
    await store.close()
  })

  test('a folder that cannot be used is an error with a code', () => {
    rmSync(folder, { recursive: true })
    writeFileSync(folder, 'a file')

    expect(() => openLmdb()).toThrow(expect.objectContaining({ code: 'OU1313' }))
  })

  test('holds nothing but its database in its folder', async () => {
    await filled()

    expect(readdirSync(folder).sort()).toEqual(['data.mdb', 'lock.mdb'])
  })
})
