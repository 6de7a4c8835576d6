/**
 * Runs a program beside a watcher that holds the other end of our pipe. A line means that the program has ended and
 * leaves its process id to others; the end of the pipe without one means that we are gone, however that came: then the
 * watcher signals the program. The watcher is orphaned at once, so that the program never has a child it does not know.
 */
const SCRIPT = `
signal=$1
shift
exec 3<&0
( ( read -r _ <&3 || kill -s "$signal" "$$" ) >/dev/null 2>&1 & )
exec "$@" 3<&- </dev/null
`

/**
 * A command line that runs a program in the process that it is started in, and signals it when whoever holds the other
 * end of its standard input is gone. Once the program has ended, a line must be written there. Needs a POSIX shell.
 */
export const tethered = (
  signal: 'INT' | 'TERM',
  [command, ...args]: readonly [string, ...string[]],
): readonly [string, readonly string[]] => ['sh', ['-c', SCRIPT, 'sh', signal, command, ...args]]
