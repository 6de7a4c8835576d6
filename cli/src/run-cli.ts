import type { CommandContext } from './command.ts'
import { COMMANDS } from './commands/index.ts'
import { readConfigFile } from './config/config-file.ts'
import { resolveSettings } from './config/resolve.ts'
import type { Environment, Setting } from './config/setting.ts'
import { DATABASE_KEYS } from './database/address.ts'
import { asOrderUpError, formatReport, formatStack, reportOf } from './failure/failure-report.ts'
import { KAFKA_KEYS } from './kafka/kafka-address.ts'
import { REGISTRY_KEYS } from './kafka/registry-address.ts'
import { parseWords } from './parse-words.ts'
import type { Call } from './program.ts'
import { signalOf } from './stop-signals.ts'
import { createScrubber } from './terminal/scrubber.ts'
import { createTerminal, type OutputStream, type Terminal } from './terminal/terminal.ts'

/** Everything that a run of the command line touches. */
export interface CliOptions {
  /** The words behind `order-up`. */
  readonly words: readonly string[]
  readonly environment: Environment
  /** Where order-up.config.json is looked for, and what relative paths are relative to. */
  readonly folder: string
  readonly stdout: OutputStream
  readonly stderr: OutputStream
  /** Ends the command early: by a StopSignal, which decides the exit code, or by a failure that nothing else caught. */
  readonly signal: AbortSignal
}

const SERVICE_KEYS = [...DATABASE_KEYS, ...KAFKA_KEYS, ...REGISTRY_KEYS]

const lastingNames = (): readonly string[] =>
  COMMANDS.flatMap(({ settings }) =>
    Object.entries<Setting<unknown>>(settings)
      .filter(([, setting]) => setting.lasting)
      .map(([name]) => name),
  )

const runCall = async (call: Call, context: Omit<CommandContext, 'file'>): Promise<number> => {
  const { environment, folder } = context
  const file = readConfigFile(folder, new Set([...lastingNames(), ...SERVICE_KEYS]))
  const settings = resolveSettings(call.command.settings, { flags: call.flags, environment, file })
  return call.command.run(settings, { ...context, file }, call.args)
}

const tellFailure = async (failure: unknown, words: readonly string[], terminal: Terminal): Promise<number> => {
  const report = reportOf(asOrderUpError(failure))
  terminal.note(formatReport(report))
  if (words.includes('--debug')) terminal.note(formatStack(failure))
  const { exitCode, ...error } = report
  if (words.includes('--json')) await terminal.printDocument({ error })
  return exitCode
}

/** Whether a command failed only because it was told to stop. */
const isStop = (failure: unknown, signal: AbortSignal): boolean =>
  signalOf(signal) !== undefined && (failure === signal.reason || (failure as Error)?.name === 'AbortError')

/**
 * Runs one command line and resolves to its exit code when all output has been handed on. Never rejects: a failure is
 * told on stderr, under `--json` also as a document on stdout, and decides the exit code.
 */
export const runCli = async (options: CliOptions): Promise<number> => {
  const scrubber = createScrubber()
  const { words, stdout, stderr, environment, folder, signal } = options
  const terminal = createTerminal({ stdout, stderr, environment, scrubber })
  let exitCode: number
  let endsBySignal = false
  try {
    const parsed = parseWords(words)
    endsBySignal = 'command' in parsed && parsed.command.endsBySignal === true
    if ('answer' in parsed) await terminal.print(parsed.answer.trimEnd())
    const context = { terminal, folder, environment, hide: scrubber.learn, signal }
    exitCode = 'answer' in parsed ? 0 : await runCall(parsed, context)
    if (signal.aborted && signalOf(signal) === undefined) throw signal.reason
  } catch (failure) {
    exitCode = isStop(failure, signal) ? 0 : await tellFailure(failure, words, terminal)
  }
  await terminal.flush()
  return (endsBySignal ? undefined : signalOf(signal)?.exitCode) ?? exitCode
}
