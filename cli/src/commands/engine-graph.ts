import { graphDocument, graphLines, graphMermaid, graphOf, type JobGraph, orderJob } from '@order-up/engine-dataflow'
import { defineCommand } from '../command.ts'
import { choice } from '../config/setting-kinds.ts'
import type { EngineName } from '../engines.ts'
import type { Terminal } from '../terminal/terminal.ts'

/** Engines that are made of operators; the others have no graph to show. */
const GRAPHS = { dataflow: graphOf(orderJob) } as const satisfies Readonly<Partial<Record<EngineName, JobGraph>>>

type GraphName = keyof typeof GRAPHS
const GRAPH_NAMES = Object.keys(GRAPHS) as readonly GraphName[]

const FORMATS = ['text', 'json', 'mermaid'] as const
type Format = (typeof FORMATS)[number]

const PRINT: Readonly<Record<Format, (graph: JobGraph, terminal: Terminal) => Promise<void>>> = {
  text: (graph, terminal) => terminal.print(graphLines(graph).join('\n')),
  json: (graph, terminal) => terminal.printDocument(graphDocument(graph)),
  mermaid: (graph, terminal) => terminal.print(graphMermaid(graph)),
}

export const engineGraph = defineCommand({
  words: ['engine', 'graph'],
  summary: 'shows the operators of an engine, and what goes from one to the other',
  examples: [
    { does: 'what runs where', line: 'order-up engine graph' },
    { does: 'a picture for a page in Markdown', line: 'order-up engine graph --format mermaid' },
  ],
  arguments: [],
  settings: {
    engine: choice<GraphName, GraphName>({
      about: 'the engine to show',
      choices: GRAPH_NAMES,
      fallback: 'dataflow',
      placeholder: '<name>',
      lasting: false,
      code: 'OU1004',
    }),
    format: choice<Format, Format>({
      about: `how to show it: ${FORMATS.join(', ')}`,
      choices: FORMATS,
      fallback: 'text',
      placeholder: '<name>',
      lasting: false,
    }),
  },
  async run({ engine, format }, { terminal }) {
    await PRINT[format](GRAPHS[engine], terminal)
    return 0
  },
})
