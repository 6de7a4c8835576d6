import { connect } from 'node:net'
import { eachOnce, freePort } from './free-port.ts'

test('what is given twice is given out once', async () => {
  const script = [1, 1, 2, 1, 3]
  const next = eachOnce(async () => script.shift())

  expect([await next(), await next(), await next()]).toEqual([1, 2, 3])
})

test('nobody listens on a free port', async () => {
  const port = await freePort()

  const failure = await new Promise((resolve) => connect(port, '127.0.0.1').once('error', resolve))

  expect(failure).toMatchObject({ code: 'ECONNREFUSED' })
})
