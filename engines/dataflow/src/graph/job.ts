import type { LogRecord } from '@order-up/contracts'
import type { SourceContext } from '../task/task-context.ts'
import type { Node, Shuffle } from './node.ts'

/** A job: what is read, and the first operator behind it. */
export interface Job {
  readonly name: string
  /** The topic that source tasks read, one task a partition. */
  readonly topic: string
  readonly first: Node<LogRecord, SourceContext>
}

// biome-ignore lint/suspicious/noExplicitAny: nodes of every type
export type AnyNode = Node<any, any>

/** Every node from one on, each once, in the order of the job's text. */
export const nodesFrom = (first: AnyNode): readonly AnyNode[] => {
  const found = new Set<AnyNode>()
  const visit = (node: AnyNode): void => {
    if (found.has(node)) return
    found.add(node)
    for (const next of Object.values(node.next)) visit(next)
  }
  visit(first)
  return [...found]
}

// biome-ignore lint/suspicious/noExplicitAny: a shuffle of any type
export const isShuffle = (node: AnyNode): node is Shuffle<any> => node.kind === 'shuffle'

/** The shuffles of a job, in the order of its text. */
// biome-ignore lint/suspicious/noExplicitAny: shuffles of every type
export const shufflesOf = ({ first }: Job): readonly Shuffle<any>[] => nodesFrom(first).filter(isShuffle)
