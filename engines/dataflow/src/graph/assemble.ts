import type { TaskContext } from '../task/task-context.ts'
import { type AnyNode, isShuffle } from './job.ts'
import type { Node } from './node.ts'
import type { Downstream, Operator } from './operator.ts'

// biome-ignore lint/suspicious/noExplicitAny: operators of every type
type AnyDownstream = Downstream<any>

const advanceAll =
  (timed: readonly ((timeMs: number) => boolean)[]): ((timeMs: number) => boolean) =>
  (timeMs) => {
    for (const advance of timed) if (!advance(timeMs)) return false
    return true
  }

/** The operators of one task: each node once, however many ways lead to it. */
export class Assembly<Context extends TaskContext> {
  readonly #context: Context
  readonly #made = new Map<AnyNode, AnyDownstream>()

  constructor(context: Context) {
    this.#context = context
  }

  /** The operator of a node with all that stands behind it, as far as the next shuffle. */
  operator<In>(node: Node<In, Context>): Downstream<In> {
    const known = this.#made.get(node)
    if (known !== undefined) return known
    const made = this.#make(node)
    this.#made.set(node, made)
    return made
  }

  #make(node: AnyNode): AnyDownstream {
    const behind = isShuffle(node) ? [] : Object.entries(node.next).map(([port, next]) => [port, this.operator(next)])
    const outlets = Object.fromEntries(behind) as Record<string, AnyDownstream>
    const operator: Operator<unknown> = node.make(this.#context, outlets)
    const own = operator.advance?.bind(operator)
    const timed = [...new Set(Object.values(outlets))].map(({ advance }) => advance)
    return { accept: operator.accept.bind(operator), advance: advanceAll(own === undefined ? timed : [own, ...timed]) }
  }
}
