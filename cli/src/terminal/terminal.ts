import type { Writable } from 'node:stream'
import type { Environment } from '../config/setting.ts'
import { createPaint, type Paint, wantsColor } from './paint.ts'
import type { Scrubber } from './scrubber.ts'

/** Version of every document that `--json` prints. */
export const SCHEMA_VERSION = 1

/** An output stream that may be a terminal. */
export type OutputStream = Writable & { readonly isTTY?: boolean }

/** Where commands write: data to stdout, everything else to stderr, secrets to neither. */
export interface Terminal {
  /** A piece of data with its newline; resolves when there is room for more. */
  print(text: string): Promise<void>
  /** As `print`, for data that holds a secret on purpose. */
  reveal(text: string): Promise<void>
  /** The one document of `--json`; `schemaVersion` comes first. */
  printDocument(document: object): Promise<void>
  /** A line of progress or explanation, on stderr. */
  note(text: string): void
  /** A line that replaces the one before, where stderr is a terminal that someone watches; elsewhere nothing. */
  redraw(text: string): void
  /** Colours of stdout; plain text where it is no terminal or colours are not wanted. */
  readonly paint: Paint
  /** Fires when nobody reads stdout any more (`| head`); what is printed from then on is dropped. */
  readonly closed: AbortSignal
  /** Resolves when all that was written has been handed on. */
  flush(): Promise<void>
}

export interface TerminalOptions {
  readonly stdout: OutputStream
  readonly stderr: OutputStream
  readonly environment: Environment
  readonly scrubber: Scrubber
}

/** Notices a reader that has gone, which would otherwise end the process with a stack (EPIPE). */
const watchForEnd = (stream: OutputStream): AbortSignal => {
  const closed = new AbortController()
  stream.on('error', () => closed.abort())
  return closed.signal
}

const whenWritten = (stream: OutputStream, text: string, closed: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    if (closed.aborted || stream.destroyed) return resolve()
    stream.write(text, () => resolve())
  })

const CLEAR_LINE = '\r\u001b[K'

/** A terminal over two streams. */
export const createTerminal = (options: TerminalOptions): Terminal => {
  const { stdout, stderr, environment, scrubber } = options
  const closed = watchForEnd(stdout)
  const unheard = watchForEnd(stderr)
  const watched = stderr.isTTY === true && !environment.CI && environment.TERM !== 'dumb'
  let drawn = false
  const print = (text: string): Promise<void> => whenWritten(stdout, `${text}\n`, closed)
  const toStderr = (text: string): void => {
    if (!unheard.aborted) stderr.write(text)
  }
  const clear = (): string => (drawn ? CLEAR_LINE : '')
  return {
    print: (text) => print(scrubber.scrub(text)),
    reveal: print,
    printDocument: (document) =>
      print(
        JSON.stringify(
          { schemaVersion: SCHEMA_VERSION, ...document },
          (_, value) => (typeof value === 'string' ? scrubber.scrub(value) : value),
          2,
        ),
      ),
    note(text) {
      toStderr(`${clear()}${scrubber.scrub(text)}\n`)
      drawn = false
    },
    redraw(text) {
      if (!watched) return
      toStderr(`${CLEAR_LINE}${scrubber.scrub(text)}`)
      drawn = text !== ''
    },
    paint: createPaint(wantsColor(stdout, environment)),
    closed,
    async flush() {
      if (drawn) toStderr(CLEAR_LINE)
      drawn = false
      await Promise.all([whenWritten(stdout, '', closed), whenWritten(stderr, '', unheard)])
    },
  }
}
