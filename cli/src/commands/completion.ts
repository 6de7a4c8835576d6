import { OrderUpError } from '@order-up/contracts'
import { type AnyCommand, defineCommand } from '../command.ts'
import { bashCompletion } from '../completion/bash-completion.ts'
import { completionPlaces } from '../completion/completion-tree.ts'
import { zshCompletion } from '../completion/zsh-completion.ts'

const SHELLS = { bash: bashCompletion, zsh: zshCompletion }
const SHELL_NAMES = Object.keys(SHELLS) as readonly (keyof typeof SHELLS)[]

/** The command that completes `commands` and itself. */
export const completionOf = (commands: readonly AnyCommand[]) => {
  const completion = defineCommand({
    words: ['completion'],
    summary: 'prints the completion script of a shell',
    examples: [
      { does: 'complete order-up in this bash', line: 'source <(order-up completion bash)' },
      { does: 'complete order-up in this zsh', line: 'source <(order-up completion zsh)' },
    ],
    arguments: [{ name: 'shell', about: SHELL_NAMES.join(' or '), choices: SHELL_NAMES }],
    settings: {},
    async run(_, { terminal }, [shell]) {
      const name = SHELL_NAMES.find((known) => known === shell)
      if (name === undefined)
        throw new OrderUpError('OU1002', { detail: `shell must be ${SHELL_NAMES.join(' or ')}, is "${shell}"` })
      await terminal.print(SHELLS[name](completionPlaces([...commands, completion])).trimEnd())
      return 0
    },
  })
  return completion
}
