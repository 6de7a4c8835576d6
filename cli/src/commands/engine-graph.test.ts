import { readFileSync } from 'node:fs'
import { captureCli } from '../testing/capture-cli.ts'

const graph = (...words: readonly string[]) => captureCli(['engine', 'graph', ...words])

test('the graph is shown as text, as a document and as a picture', async () => {
  const [text, document, picture] = [await graph(), await graph('--format', 'json'), await graph('--format', 'mermaid')]

  expect([text.exitCode, text.stdout.split('\n')[0]]).toEqual([0, 'job orders'])
  expect(JSON.parse(document.stdout)).toMatchObject({ schemaVersion: 1, job: 'orders', topic: 'orders.events.raw' })
  expect(picture.stdout.split('\n')[0]).toBe('flowchart LR')
})

test('an engine without operators has no graph: OU1004', async () => {
  const { exitCode, stderr } = await graph('--engine', 'simple')

  expect([exitCode, stderr.split('\n')[0]]).toEqual([2, expect.stringContaining('OU1004')])
})

test('the picture in docs/DESIGN.md is that of the engine', async () => {
  const page = readFileSync(new URL('../../../../docs/DESIGN.md', import.meta.url), 'utf8')

  expect(page).toContain((await graph('--format', 'mermaid')).stdout)
})
