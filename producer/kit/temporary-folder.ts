import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** A folder for files of a test, removed after the tests of its file. */
export class TemporaryFolder {
  readonly #path = mkdtempSync(join(tmpdir(), 'order-up-producer-'))

  constructor() {
    afterAll(() => rmSync(this.#path, { recursive: true, force: true }))
  }

  /** Where a file of this name lies. */
  at(name: string): string {
    return join(this.#path, name)
  }

  /** Writes a file and says where it lies. */
  write(name: string, content: string | Uint8Array): string {
    writeFileSync(this.at(name), content)
    return this.at(name)
  }
}
