import { type ErrorCode, EXIT, OrderUpError } from '@order-up/contracts'

/** A failure as it is told to people and programs. */
export interface FailureReport {
  readonly code: ErrorCode
  readonly message: string
  /** From the nearest to the root. */
  readonly causes: readonly string[]
  readonly hint: string
  readonly exitCode: number
}

/** An error of any realm: `instanceof` knows those of its own only. */
interface AnyError {
  readonly name: string
  readonly message: string
  readonly stack?: string
  readonly code?: string
  readonly cause?: unknown
  readonly errors?: readonly unknown[]
}

const isError = (thrown: unknown): thrown is AnyError =>
  typeof thrown === 'object' && thrown !== null && typeof (thrown as AnyError).message === 'string'

const textOf = (cause: unknown): string => {
  if (!isError(cause)) return String(cause)
  if (cause.message === '' && cause.errors !== undefined) return cause.errors.map(textOf).join('; ')
  return cause.message || cause.code || cause.name
}

const MOST_CAUSES = 5

const causesOf = (error: unknown): readonly string[] => {
  const causes: string[] = []
  for (let at = error; isError(at) && at.cause !== undefined && causes.length < MOST_CAUSES; at = at.cause)
    causes.push(textOf(at.cause))
  return causes
}

/** Any failure as an OrderUpError: what is not one of ours is a bug (OU7001), with itself as the cause. */
export const asOrderUpError = (failure: unknown): OrderUpError =>
  failure instanceof OrderUpError ? failure : new OrderUpError('OU7001', { cause: failure })

export const reportOf = (error: OrderUpError): FailureReport => ({
  code: error.code,
  message: error.message,
  causes: causesOf(error),
  hint: error.hint,
  exitCode: error.exitCode ?? EXIT.bug,
})

const indented = (label: string, text: string): string =>
  `${label} ${text.trim().replaceAll('\n', `\n${' '.repeat(label.length + 1)}`)}`

/** `error[OU1201] message`, then `cause:` and `hint:` lines. */
export const formatReport = (report: FailureReport): string =>
  [
    indented(`error[${report.code}]`, report.message),
    ...report.causes.map((cause) => indented('cause:', cause)),
    indented('hint:', report.hint),
  ].join('\n')

const stackOf = (failure: unknown): readonly string[] =>
  isError(failure) ? [failure.stack ?? failure.message, ...stackOf(failure.cause)] : []

/** The stack of a failure and of its causes, for `--debug`. */
export const formatStack = (failure: unknown): string => stackOf(failure).join('\ncaused by ')
