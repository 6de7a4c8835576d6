import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Writable } from 'node:stream'
import type { Environment } from '../config/setting.ts'
import { runCli } from '../run-cli.ts'

/** What a command line printed and how it ended. */
export interface Captured {
  readonly exitCode: number
  readonly stdout: string
  readonly stderr: string
}

export interface CaptureOptions {
  readonly environment?: Environment
  /** Default: the system's folder for temporary files, which holds no configuration. */
  readonly folder?: string
  readonly signal?: AbortSignal
}

const capturing = (): { readonly stream: Writable; readonly text: () => string } => {
  const chunks: string[] = []
  const stream = new Writable({
    decodeStrings: false,
    write: (chunk, _, done) => {
      chunks.push(String(chunk))
      done()
    },
  })
  return { stream, text: () => chunks.join('') }
}

/** Runs a command line in this process, as a pipe would see it. */
export const captureCli = async (words: readonly string[], options: CaptureOptions = {}): Promise<Captured> => {
  const [stdout, stderr] = [capturing(), capturing()]
  const exitCode = await runCli({
    words,
    environment: options.environment ?? {},
    folder: options.folder ?? tmpdir(),
    stdout: stdout.stream,
    stderr: stderr.stream,
    signal: options.signal ?? new AbortController().signal,
  })
  return { exitCode, stdout: stdout.text(), stderr: stderr.text() }
}

/** Calls `use` with an empty folder that is gone afterwards. */
export const inFolder = async <T>(use: (folder: string) => Promise<T>): Promise<T> => {
  const folder = mkdtempSync(join(tmpdir(), 'order-up-test-'))
  try {
    return await use(folder)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}
