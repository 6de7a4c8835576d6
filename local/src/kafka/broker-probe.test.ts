import { freePort } from '../free-port.ts'
import { brokerAnswers, brokersIn, metadataRequest } from './broker-probe.ts'

test('the request is framed by its own length', () => {
  const request = metadataRequest()

  expect(request.readInt32BE(0)).toBe(request.length - 4)
})

test('an answer counts once it has arrived as a whole', () => {
  const whole = Buffer.from([0, 0, 0, 12, 0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0, 0])

  expect([brokersIn(whole), brokersIn(whole.subarray(0, 15)), brokersIn(whole.subarray(0, 3))]).toEqual([
    1,
    undefined,
    undefined,
  ])
})

test('where nobody listens no broker answers', async () => {
  expect(await brokerAnswers(await freePort())).toBe(false)
})
