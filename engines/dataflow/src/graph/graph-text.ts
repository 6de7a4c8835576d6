import type { GraphNode, JobGraph, Stage } from './graph.ts'

const STAGES: Readonly<Record<Stage, (topic: string) => string>> = {
  source: (topic) => `source tasks, one for each partition of ${topic}`,
  merge: () => 'merge tasks, one for each share of the output partitions',
}

const about = ({ kind, keyedBy, topic }: GraphNode): string =>
  [kind, ...(keyedBy === undefined ? [] : [`keyed by ${keyedBy}`]), ...(topic === undefined ? [] : [topic])].join(', ')

const nodeLines = (node: GraphNode, { edges }: JobGraph, width: number): readonly string[] => [
  `  ${node.name.padEnd(width)}  ${about(node)}`,
  ...edges.filter(({ from }) => from === node.name).map(({ outlet, to }) => `    ${outlet} -> ${to}`),
]

/** The graph as lines for a person: the nodes of each stage, and under each where its elements go. */
export const graphLines = (graph: JobGraph): readonly string[] => {
  const width = Math.max(...graph.nodes.map(({ name }) => name.length))
  const stageLines = (stage: Stage): readonly string[] => [
    '',
    STAGES[stage](graph.topic),
    ...graph.nodes.filter((node) => node.stage === stage).flatMap((node) => nodeLines(node, graph, width)),
  ]
  return [`job ${graph.job}`, ...stageLines('source'), ...stageLines('merge')]
}
