import type { GraphNode, JobGraph, Stage } from './graph.ts'
import type { NodeKind } from './node.ts'

const STAGES: Readonly<Record<Stage, string>> = {
  source: 'source task, one for each raw partition',
  merge: 'merge task, one for each share of the output partitions',
}

/** Shapes tell kinds apart: a sink is a topic, a shuffle leads out of its task. */
const SHAPES: Readonly<Record<NodeKind, readonly [open: string, close: string]>> = {
  process: ['[', ']'],
  'event time': ['[', ']'],
  'tumbling window': ['[', ']'],
  'event-time sort': ['[', ']'],
  shuffle: ['{{', '}}'],
  sink: ['[(', ')]'],
}

const quoted = (text: string): string => `"${text.replaceAll('"', '#quot;')}"`

const labelOf = ({ name, kind, keyedBy, topic }: GraphNode): string => {
  if (topic !== undefined) return topic
  const lines = kind === 'process' || kind === 'sink' ? [name] : [name, kind]
  return [...lines, ...(keyedBy === undefined ? [] : [`by ${keyedBy}`])].join('<br>')
}

/** The graph as a Mermaid flowchart. Topics stand outside the tasks that write them. */
export const graphMermaid = (graph: JobGraph): string => {
  const { nodes, edges, topic } = graph
  const ids = new Map(nodes.map(({ name }, at) => [name, `n${at}`]))
  const line = (node: GraphNode): string => {
    const [open, close] = SHAPES[node.kind]
    return `${ids.get(node.name)}${open}${quoted(labelOf(node))}${close}`
  }
  const subgraph = (stage: Stage): readonly string[] => [
    `  subgraph ${stage}[${quoted(STAGES[stage])}]`,
    ...nodes.filter((node) => node.stage === stage && node.kind !== 'sink').map((node) => `    ${line(node)}`),
    '  end',
  ]
  return [
    'flowchart LR',
    `  in[(${quoted(topic)})] --> n0`,
    ...subgraph('source'),
    ...subgraph('merge'),
    ...nodes.filter(({ kind }) => kind === 'sink').map((node) => `  ${line(node)}`),
    ...edges.map(({ from, outlet, to }) => `  ${ids.get(from)} -->|${outlet}| ${ids.get(to)}`),
  ].join('\n')
}
