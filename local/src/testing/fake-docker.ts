import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'

/** A program named docker at the front of the path, which writes down how it is called. */
export interface FakeDocker {
  /** The words of each call, in order. */
  calls(): readonly string[]
  /** Takes it from the path again. */
  remove(): void
}

/** What it prints of an engine that answers, with its compose plugin. */
export const ANSWERING = `
  "version "*) echo 28.0.0 ;;
  "compose version"*) echo 2.40.0 ;;
  "context inspect"*) echo "\${DOCKER_HOST:-unix:///fake.sock}" ;;`

/** Puts it there; `cases` are those of a shell's \`case\` over all of its words. What fits none of them succeeds. */
export const fakeDocker = (cases: string): FakeDocker => {
  const folder = mkdtempSync(join(tmpdir(), 'order-up-docker-'))
  const log = join(folder, 'calls')
  const program = join(folder, 'docker')
  writeFileSync(program, `#!/bin/sh\nprintf '%s\\n' "$*" >>'${log}'\ncase "$*" in${cases}\nesac\n`)
  chmodSync(program, 0o755)
  const path = process.env.PATH
  process.env.PATH = `${folder}${delimiter}${path}`
  return {
    calls: () => (existsSync(log) ? readFileSync(log, 'utf8').trimEnd().split('\n') : []),
    remove: () => {
      process.env.PATH = path
      rmSync(folder, { recursive: true, force: true })
    },
  }
}
