import { ERRORS, type ErrorCode } from './error-codes.ts'

export interface ErrorContext {
  /** What exactly: a name, an address, a number; ends the message. Never a secret. */
  readonly detail?: string
  readonly cause?: unknown
  /** Replaces the hint of the table where the place knows better. */
  readonly hint?: string
}

/**
 * Broken machinery or configuration (bad data is a value, never thrown). `code` is stable across versions; `exitCode`
 * is what a command ends with; `retryable` says whether the same call may go well later.
 */
export class OrderUpError extends Error {
  readonly code: ErrorCode
  readonly retryable: boolean
  readonly exitCode: number
  readonly hint: string

  constructor(code: ErrorCode, context: ErrorContext = {}) {
    const { message, retryable, exitCode, hint } = ERRORS[code]
    super(context.detail === undefined ? message : `${message}: ${context.detail}`, { cause: context.cause })
    this.name = 'OrderUpError'
    this.code = code
    this.retryable = retryable
    this.exitCode = exitCode
    this.hint = context.hint ?? hint
  }
}
