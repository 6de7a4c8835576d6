import { type ChildProcess, spawn } from 'node:child_process'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import type { CommitterOptions } from './committer.ts'

const PROGRAM = fileURLToPath(new URL('./committer.js', import.meta.url))

/** A committer that runs in a process of its own. */
export interface CommitterProcess {
  readonly lines: readonly string[]
  /** Resolves when it has printed a line that begins so; rejects where it ends before. */
  says(beginning: string): Promise<void>
  signal(name: NodeJS.Signals): void
  /** Resolves with its exit code, or with the signal that ended it. */
  readonly ended: Promise<number | NodeJS.Signals | null>
}

interface Waiting {
  readonly beginning: string
  readonly resolve: () => void
  readonly reject: (error: Error) => void
}

export const startCommitter = (options: CommitterOptions): CommitterProcess => {
  const child: ChildProcess = spawn(process.execPath, [PROGRAM, JSON.stringify(options)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const lines: string[] = []
  const waiting = new Set<Waiting>()
  createInterface({ input: child.stdout as NodeJS.ReadableStream }).on('line', (line) => {
    lines.push(line)
    for (const each of waiting)
      if (line.startsWith(each.beginning)) {
        waiting.delete(each)
        each.resolve()
      }
  })
  const ended = new Promise<number | NodeJS.Signals | null>((resolve) => {
    child.once('close', (code, signal) => {
      for (const { beginning, reject } of waiting) reject(new Error(`it never said ${beginning}: ${lines.join('\n')}`))
      resolve(signal ?? code)
    })
  })
  return {
    lines,
    ended,
    says: (beginning) =>
      new Promise((resolve, reject) => {
        if (lines.some((line) => line.startsWith(beginning))) resolve()
        else if (child.exitCode !== null || child.signalCode !== null) reject(new Error(lines.join('\n')))
        else waiting.add({ beginning, resolve, reject })
      }),
    signal: (name) => void child.kill(name),
  }
}
