import { orderJob } from '../orders/order-job.ts'
import { graphOf } from './graph.ts'
import { graphDocument } from './graph-json.ts'
import { graphMermaid } from './graph-mermaid.ts'
import { graphLines } from './graph-text.ts'
import { nodesFrom } from './job.ts'

const graph = graphOf(orderJob)

test('each node of the job stands in its graph once, and what is behind a shuffle in the merge stage', () => {
  const names = (stage: string): readonly string[] =>
    graph.nodes.filter((node) => node.stage === stage).map(({ name }) => name)

  expect(graph.nodes.map(({ name }) => name)).toEqual(nodesFrom(orderJob.first).map(({ name }) => name))
  expect(new Set(graph.nodes.map(({ name }) => name)).size).toBe(graph.nodes.length)
  expect(names('merge')).toEqual(['metric windows', 'metrics', 'by effective time', 'count customers', 'customers'])
  expect(names('source')).toEqual(expect.arrayContaining(['validate', 'by window', 'by customer', 'dlq', 'late']))
})

test('both ways to the dead letters are shown', () => {
  expect(graph.edges.filter(({ to }) => to === 'dlq').map(({ from }) => from)).toEqual(['validate', 'fold orders'])
})

test('as text, each node is followed by where its elements go', () => {
  const text = graphLines(graph).join('\n')

  expect(text).toContain(
    [
      '  fold orders        process, keyed by order_id',
      '    refused -> dlq',
      '    curated -> curated',
      '    placed -> place orders',
    ].join('\n'),
  )
  expect(text).toContain('  dlq                sink, orders.events.dlq\n')
})

test('as a document it has a version, and all there is', () => {
  expect(graphDocument(graph)).toEqual({ schemaVersion: 1, ...graph })
})

test('in Mermaid, the nodes of a stage stand in a subgraph, and every edge has its outlet', () => {
  const lines = graphMermaid(graph).split('\n')
  const first = lines.indexOf('  subgraph merge["merge task, one for each share of the output partitions"]')

  expect(lines.slice(first + 1, lines.indexOf('  end', first)).map((line) => line.trim().replace(/^n\d+/, ''))).toEqual(
    [
      '["metric windows<br>tumbling window<br>by metric, dimension, currency, window start"]',
      '["by effective time<br>event-time sort"]',
      '["count customers<br>by customer_id, currency"]',
    ],
  )
  expect(lines.filter((line) => line.includes('-->|'))).toHaveLength(graph.edges.length)
})
