import { ERRORS, OrderUpError } from '@order-up/contracts'
import { startContainerBroker } from './container-broker.ts'
import { containersFor } from './containers.ts'
import { IMAGES } from './images.ts'
import { startJavaBroker } from './java-broker.ts'
import type { BrokerPorts, OwnBroker } from './own-broker.ts'
import { isNoKafka } from './test-services.ts'

/**
 * Starts a broker in a container, else as a process. Throws OU1211 or OU1212, with the reason why there is no container,
 * where neither can be had.
 */
export const startBroker = async (ports: BrokerPorts): Promise<OwnBroker> => {
  const containers = await containersFor(IMAGES.kafka)
  if (typeof containers !== 'string') return startContainerBroker(containers, ports)
  return startJavaBroker(ports).catch((failure: unknown) => {
    if (!isNoKafka(failure)) throw failure
    const { code, message, cause } = failure
    throw new OrderUpError(code, {
      detail: `${message.replace(`${ERRORS[code].message}: `, '')}; ${containers}`,
      cause,
    })
  })
}
