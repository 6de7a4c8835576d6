import { limitGarbage } from './limit-garbage.ts'
import { runCli } from './run-cli.ts'
import { STOP_SIGNALS, StopSignal, type StopSignalName } from './stop-signals.ts'

/** The process: the only place that touches it. A command under way cleans up first; more signals change nothing. */
limitGarbage()
const stop = new AbortController()
for (const name of Object.keys(STOP_SIGNALS) as StopSignalName[])
  process.on(name, () => {
    if (!stop.signal.aborted) stop.abort(new StopSignal(name))
  })
for (const event of ['uncaughtException', 'unhandledRejection'] as const)
  process.on(event, (failure: unknown) => {
    if (!stop.signal.aborted) stop.abort(failure instanceof Error ? failure : new Error(String(failure)))
  })

const exitCode = await runCli({
  words: process.argv.slice(2),
  environment: process.env,
  folder: process.cwd(),
  stdout: process.stdout,
  stderr: process.stderr,
  signal: stop.signal,
})
process.exit(exitCode)
