import { type ChildProcess, spawn } from 'node:child_process'
import { createInterface } from 'node:readline'
import type { RuleName } from './removed-rules.ts'

/** A program of a test, in a process of its own, that says what it does a line at a time. */
export interface Program {
  readonly lines: readonly string[]
  /** Resolves when it has printed a line that begins so; rejects where it ends before. */
  says(beginning: string): Promise<void>
  /** Resolves when its lines are as told; rejects where it ends before. */
  until(isSo: (lines: readonly string[]) => boolean): Promise<void>
  /** Writes a line to its standard input. */
  tell(line: string): void
  signal(name: NodeJS.Signals): void
  /** Resolves with its exit code, or with the signal that ended it. */
  readonly ended: Promise<number | NodeJS.Signals | null>
}

interface Waiting {
  readonly isSo: (lines: readonly string[]) => boolean
  readonly resolve: () => void
  readonly reject: (error: Error) => void
}

const WITHOUT_RULE = new URL('./without-rule.js', import.meta.url).href

/** Starts a compiled program with its options as JSON; without a rule of the protocol, where one is named. */
export const startProgram = (file: string, options: object, removed?: RuleName): Program => {
  const loader = removed === undefined ? [] : ['--import', WITHOUT_RULE]
  const child: ChildProcess = spawn(process.execPath, [...loader, file, JSON.stringify(options)], {
    env: { ...process.env, ...(removed !== undefined && { ORDER_UP_WITHOUT_RULE: removed }) },
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  child.stdin?.on('error', () => {})
  const lines: string[] = []
  const waiting = new Set<Waiting>()
  createInterface({ input: child.stdout as NodeJS.ReadableStream }).on('line', (line) => {
    lines.push(line)
    for (const each of waiting)
      if (each.isSo(lines)) {
        waiting.delete(each)
        each.resolve()
      }
  })
  const ended = new Promise<number | NodeJS.Signals | null>((resolve) => {
    child.once('close', (code, signal) => {
      for (const { reject } of waiting) reject(new Error(`it ended before: ${lines.join('\n')}`))
      resolve(signal ?? code)
    })
  })
  const until = (isSo: Waiting['isSo']): Promise<void> =>
    new Promise((resolve, reject) => {
      if (isSo(lines)) resolve()
      else if (child.exitCode !== null || child.signalCode !== null) reject(new Error(lines.join('\n')))
      else waiting.add({ isSo, resolve, reject })
    })
  return {
    lines,
    ended,
    until,
    says: (beginning) => until((all) => all.some((line) => line.startsWith(beginning))),
    tell: (line) => void child.stdin?.write(`${line}\n`),
    signal: (name) => void child.kill(name),
  }
}
