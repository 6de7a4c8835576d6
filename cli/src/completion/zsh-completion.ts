import type { CompletionPlace, Values } from './completion-tree.ts'

const offer = (values: Values): string => {
  switch (values.kind) {
    case 'words':
      return `compadd -- ${values.words.join(' ')}`
    case 'file':
      return '_files'
    case 'folder':
      return '_files -/'
    case 'anything':
      return ':'
  }
}

/** A word and what it is, as `_describe` wants them. */
const described = (word: string, about: string): string =>
  `'${`${word}:${about.replaceAll(':', '\\:')}`.replaceAll("'", "'\\''")}'`

const valueArms = (places: readonly CompletionPlace[]): readonly string[] =>
  places.flatMap(({ at, valued }) =>
    valued.map(({ flag, values }) => `    ('${at}:${flag}') ${offer(values)}; return ;;`),
  )

const placeArms = (places: readonly CompletionPlace[]): readonly string[] =>
  places.flatMap(({ at, candidates, argument }) => [
    `    ('${at}')`,
    ...(argument === undefined ? [] : [`      if [[ $PREFIX != -* ]]; then ${offer(argument)}; return; fi`]),
    '      candidates=(',
    ...candidates.map(({ word, about }) => `        ${described(word, about)}`),
    '      ) ;;',
  ])

/** The zsh script that completes the commands of `places`; to be sourced, or put into a folder of fpath. */
export const zshCompletion = (places: readonly CompletionPlace[]): string => {
  const known = places.filter(({ at }) => at !== '').map(({ at }) => `'${at}'`)
  return `#compdef order-up
# zsh completion of order-up, made by: order-up completion zsh
_order_up() {
  local at='' word
  local -a candidates
  for word in "\${(@)words[2,CURRENT-1]}"; do
    case "\${at:+$at }$word" in
      (${known.join('|')}) at="\${at:+$at }$word" ;;
    esac
  done
  case "$at:\${words[CURRENT-1]}" in
${valueArms(places).join('\n')}
  esac
  case "$at" in
${placeArms(places).join('\n')}
  esac
  _describe order-up candidates
}

if [ "\${funcstack[1]}" = _order_up ]; then _order_up "$@"; else compdef _order_up order-up; fi
`
}
