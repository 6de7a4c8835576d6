import { OrderUpError } from '@order-up/contracts'
import { findEngine } from '../src/docker/find-docker.ts'

/** Testcontainers, and what it has found of Docker here. */
export type Containers = typeof import('testcontainers')

/** The reason why testcontainers cannot run the image here; none where it can, and has pulled it. */
const pullReason = async (
  { getContainerRuntimeClient, ImageName }: Containers,
  image: string,
): Promise<string | undefined> => {
  try {
    const { image: images } = await getContainerRuntimeClient()
    await images.pull(ImageName.fromString(image))
    return undefined
  } catch (error) {
    return `no container of ${image}: ${(error as Error).message}`
  }
}

const containersOrReason = async (image: string): Promise<Containers | string> => {
  const engine = await findEngine()
  if (engine.kind === 'missing') return engine.reason
  // Only now: it takes half a second to load, and is of no use without Docker.
  const containers = await import('testcontainers')
  return (await pullReason(containers, image)) ?? containers
}

/**
 * Testcontainers, where it can run the image here; else the reason. ORDER_UP_SERVICES=java is a reason, and under
 * ORDER_UP_SERVICES=docker the reason is an error (OU1222).
 */
export const containersFor = async (image: string): Promise<Containers | string> => {
  const wanted = process.env.ORDER_UP_SERVICES
  if (wanted === 'java') return 'ORDER_UP_SERVICES is java'
  const containers = await containersOrReason(image)
  if (typeof containers === 'string' && wanted === 'docker') throw new OrderUpError('OU1222', { detail: containers })
  return containers
}
