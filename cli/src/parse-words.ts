import { OrderUpError } from '@order-up/contracts'
import { CommanderError } from 'commander'
import { COMMANDS } from './commands/index.ts'
import { usageFailure } from './failure/usage-failure.ts'
import { type Call, createProgram } from './program.ts'
import { VERSION } from './version.ts'

/** Help or version that was asked for. */
export interface Answer {
  readonly answer: string
}

const missingCommand = (group: string): OrderUpError => {
  const names = COMMANDS.filter(({ words }) => words[0] === group && words.length > 1).map(({ words }) => words[1])
  return new OrderUpError('OU1001', {
    detail: `order-up ${group} needs one of ${names.join(', ')}`,
    hint: `see order-up ${group} --help`,
  })
}

/**
 * What the words behind `order-up` call for. Without any, help. Throws OU1001 on an unknown command, option or
 * argument, OU1002 on an option without its value.
 */
export const parseWords = (words: readonly string[]): Call | Answer => {
  const answer: string[] = []
  let call: Call | undefined
  const program = createProgram({
    commands: COMMANDS,
    version: VERSION,
    print: (text) => answer.push(text),
    called: (made) => {
      call = made
    },
  })
  try {
    program.parse(words.length === 0 ? ['--help'] : words, { from: 'user' })
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error
    if (error.exitCode === 0) return { answer: answer.join('') }
    if (error.code !== 'commander.help') throw usageFailure(error)
    throw missingCommand(words.find((word) => !word.startsWith('-')) ?? '')
  }
  return call!
}
