import { OUTPUT_TOPICS, type OutputName } from '@order-up/contracts'
import { type AnyNode, isShuffle, type Job } from './job.ts'
import type { NodeKind } from './node.ts'

/** Where a node runs: once for each raw partition, or in the merge task that owns the key. */
export type Stage = 'source' | 'merge'

export interface GraphNode {
  /** Tells it from every other node of the job. */
  readonly name: string
  readonly kind: NodeKind
  readonly stage: Stage
  /** What its state is kept by, in words. */
  readonly keyedBy?: string
  /** The topic that a sink writes. */
  readonly topic?: string
}

/** Elements go from one node to another by an outlet of the first. */
export interface GraphEdge {
  readonly from: string
  readonly outlet: string
  readonly to: string
}

/** A job as it can be shown: what it reads, its operators, and what goes where. */
export interface JobGraph {
  readonly job: string
  readonly topic: string
  readonly nodes: readonly GraphNode[]
  readonly edges: readonly GraphEdge[]
}

const shown = ({ name, kind, keyedBy }: AnyNode, stage: Stage): GraphNode => ({
  name,
  kind,
  stage,
  ...(keyedBy !== undefined && { keyedBy }),
  ...(kind === 'sink' && { topic: OUTPUT_TOPICS[name as OutputName] }),
})

/** The graph of a job: nodes and edges in the order of the job's text, each once. A shuffle's own work is done at its source. */
export const graphOf = ({ name: job, topic, first }: Job): JobGraph => {
  const nodes = new Map<AnyNode, GraphNode>()
  const edges: GraphEdge[] = []
  const visit = (node: AnyNode, stage: Stage): void => {
    if (nodes.has(node)) return
    nodes.set(node, shown(node, stage))
    for (const [outlet, next] of Object.entries(node.next)) {
      edges.push({ from: node.name, outlet, to: next.name })
      visit(next, isShuffle(node) ? 'merge' : stage)
    }
  }
  visit(first, 'source')
  return { job, topic, nodes: [...nodes.values()], edges }
}
