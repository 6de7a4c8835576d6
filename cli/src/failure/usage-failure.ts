import { type ErrorCode, OrderUpError } from '@order-up/contracts'
import type { CommanderError } from 'commander'

/** Which of commander's complaints are about a value; all others are about a name. */
const ABOUT_A_VALUE = new Set(['commander.optionMissingArgument', 'commander.invalidArgument'])

const codeOf = (error: CommanderError): ErrorCode => (ABOUT_A_VALUE.has(error.code) ? 'OU1002' : 'OU1001')

/** Commander's own usage error as one of ours: OU1001 for names, OU1002 for values; both end with exit code 2. */
export const usageFailure = (error: CommanderError): OrderUpError =>
  new OrderUpError(codeOf(error), {
    detail: error.message
      .replace(/^error: /, '')
      .replace(/\n\((.*)\?\)$/, ', $1?')
      .replace('Did you mean', 'did you mean'),
  })
