import { brokerAnswers } from '../src/kafka/broker-probe.ts'
import { describeWithBroker } from './describe-with-broker.ts'

const portOf = (address: string | undefined): number => Number(address?.split(':')[1])

await describeWithBroker('a broker that a test has for itself', (broker) => {
  const answers = (): Promise<readonly boolean[]> =>
    Promise.all([broker.brokers, broker.proxied].map(([address]) => brokerAnswers(portOf(address))))

  test('it is gone when it is killed, and answers as before when it is started again, through its proxy too', async () => {
    const before = await answers()
    await broker.kill()
    const killed = await answers()
    await broker.start()

    expect({ before, killed, again: await answers() }).toEqual({
      before: [true, true],
      killed: [false, false],
      again: [true, true],
    })
  }, 240_000)

  test('a broker that was killed can be stopped', async () => {
    await broker.kill()

    expect(await answers()).toEqual([false, false])
  }, 60_000)
})
