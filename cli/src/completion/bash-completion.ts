import type { CompletionPlace, Values } from './completion-tree.ts'

const offer = (values: Values): string => {
  switch (values.kind) {
    case 'words':
      return `COMPREPLY=($(compgen -W '${values.words.join(' ')}' -- "$cur"))`
    case 'file':
      return '_order_up_paths -f'
    case 'folder':
      return '_order_up_paths -d'
    case 'anything':
      return ':'
  }
}

const valueArms = (places: readonly CompletionPlace[]): readonly string[] =>
  places.flatMap(({ at, valued }) =>
    valued.map(({ flag, values }) => `    '${at}:${flag}') ${offer(values)}; return ;;`),
  )

const placeArms = (places: readonly CompletionPlace[]): readonly string[] =>
  places.flatMap(({ at, candidates, argument }) => {
    const words = candidates.map(({ word }) => word).join(' ')
    return [
      `    '${at}')`,
      ...(argument === undefined ? [] : [`      if [[ $cur != -* ]]; then ${offer(argument)}; return; fi`]),
      `      COMPREPLY=($(compgen -W '${words}' -- "$cur")) ;;`,
    ]
  })

/** The bash script that completes the commands of `places`. */
export const bashCompletion = (places: readonly CompletionPlace[]): string => {
  const known = places.filter(({ at }) => at !== '').map(({ at }) => `'${at}'`)
  return `# bash completion of order-up, made by: order-up completion bash
_order_up_paths() {
  local IFS=$'\\n'
  compopt -o filenames 2>/dev/null || true
  COMPREPLY=($(compgen "$1" -- "$cur"))
}

_order_up() {
  local cur=\${COMP_WORDS[COMP_CWORD]} prev=\${COMP_WORDS[COMP_CWORD-1]} at='' word
  COMPREPLY=()
  if [[ $cur == '=' ]]; then cur=''; elif [[ $prev == '=' ]]; then prev=\${COMP_WORDS[COMP_CWORD-2]}; fi
  for word in "\${COMP_WORDS[@]:1:COMP_CWORD-1}"; do
    case "\${at:+$at }$word" in
      ${known.join('|')}) at="\${at:+$at }$word" ;;
    esac
  done
  case "$at:$prev" in
${valueArms(places).join('\n')}
  esac
  case "$at" in
${placeArms(places).join('\n')}
  esac
}

complete -F _order_up order-up
`
}
