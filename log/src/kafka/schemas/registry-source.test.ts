import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { registrySource } from './registry-source.ts'

let server: Server
let answer: (request: IncomingMessage, response: ServerResponse) => void
const url = (): string => `http://127.0.0.1:${(server.address() as AddressInfo).port}`

beforeEach(async () => {
  server = createServer((request, response) => answer(request, response))
  await new Promise<void>((listening) => {
    server.listen(0, '127.0.0.1', listening)
  })
})
afterEach(() => {
  server.closeAllConnections()
  server.close()
})

const answers = (status: number, body: unknown): void => {
  answer = (_, response) => response.writeHead(status).end(typeof body === 'string' ? body : JSON.stringify(body))
}
const find = (): Promise<unknown> => registrySource({ url: `${url()}/` }).find(7)

test('V3 a schema is found by its text', async () => {
  answers(200, { schema: '"string"' })

  expect(await find()).toEqual({ kind: 'found', text: '"string"' })
})

test('V3 404 with 40403 is a firm no', async () => {
  answers(404, { error_code: 40403, message: 'Schema not found' })

  expect(await find()).toEqual({ kind: 'absent' })
})

test.each([
  ['a proxy 404 page', 404, '<html>not found</html>'],
  ['a 404 of something else', 404, { error_code: 404, message: 'HTTP 404 Not Found' }],
  ['a 404 without a body', 404, ''],
  ['the code under another status', 400, { error_code: 40403 }],
  ['a refused login', 401, { error_code: 401 }],
  ['a failure', 500, { error_code: 50001 }],
  ['a page instead of a schema', 200, '<html>welcome</html>'],
  ['an answer without a schema', 200, { id: 7 }],
])('V3 %s is no answer', async (_, status, body) => {
  answers(status, body)

  await expect(find()).rejects.toThrow(`status ${status}`)
})

test('V3 nobody listening is no answer', async () => {
  const gone = registrySource({ url: url() })
  server.close()

  await expect(gone.find(7)).rejects.toThrow()
})

test.each([
  ['in another language', { schema: '{"type":"object"}', schemaType: 'JSON' }],
  ['with references', { schema: '"string"', references: [{ name: 'x', subject: 'x', version: 1 }] }],
])('V3 a schema %s stands for no OrderEvent schema', async (_, body) => {
  answers(200, body)

  expect(await find()).toEqual({ kind: 'found', text: null })
})

test('the login is sent with a lookup and with a registration, and a version that does not fit is OU1106', async () => {
  const seen: (string | undefined)[] = []
  answer = (request, response) => {
    seen.push(request.headers.authorization)
    const isLookup = request.url === '/schemas/ids/7'
    response.writeHead(isLookup ? 200 : 409).end(isLookup ? '{"schema":"1"}' : '{"error_code":409,"message":"no"}')
  }
  const source = registrySource({ url: url(), login: { username: 'u', password: 'p' } })
  const schema = '{"type":"record","name":"R","namespace":"n","fields":[]}'

  await source.find(7)
  await expect(source.register('s', schema)).rejects.toMatchObject({ code: 'OU1106' })

  expect(new Set(seen)).toEqual(new Set([`Basic ${Buffer.from('u:p').toString('base64')}`]))
})
