import { OrderUpError } from '@order-up/contracts'
import { findDocker } from '../docker/find-docker.ts'
import type { RegistryName, ServicesWay } from './service-addresses.ts'
import type { ServicesRecord } from './services-record.ts'

export interface WayWanted {
  readonly dataDir: string
  /** That of the folder, where there is one. */
  readonly record: ServicesRecord | undefined
  readonly services?: ServicesWay
  readonly registry?: RegistryName
  /** Told why Docker is not chosen, though its engine answers. */
  readonly log: (line: string) => void
}

/** The way of a folder that has data: the one it was begun with, for neither can read the data of the other. */
const wayOfFolder = ({ way = 'java' }: ServicesRecord, { dataDir, services, registry }: WayWanted): ServicesWay => {
  if (services !== undefined && services !== way)
    throw new OrderUpError('OU1108', { detail: `${dataDir} has those of ${way}` })
  if (registry !== undefined && way === 'docker')
    throw new OrderUpError('OU1107', { detail: `${dataDir} has Confluent's, by Docker` })
  return way
}

/** By Docker where it answers at once: the folder stays with what is chosen, so that a reason that may pass is told. */
const chosenWay = async (log: WayWanted['log']): Promise<ServicesWay> => {
  const docker = await findDocker()
  if (docker.kind === 'there') return 'docker'
  if (docker.engineAnswers) log(`without Docker, though its engine answers: ${docker.reason}`)
  return 'java'
}

/**
 * How the services of a folder are run: as before, else as is wanted, else by Docker where it answers. A registry is
 * chosen without Docker only: who names one does without it. Throws OU1107 and OU1108 where the folder was begun in
 * another way, and OU1002 where Docker is to run a registry that it has not.
 */
export const servicesWay = async (wanted: WayWanted): Promise<ServicesWay> => {
  const { record, services, registry, log } = wanted
  if (record !== undefined) return wayOfFolder(record, wanted)
  if (services === 'docker' && registry !== undefined)
    throw new OrderUpError('OU1002', {
      detail: `--registry ${registry} needs --services java; Docker runs Confluent's registry`,
    })
  if (services !== undefined) return services
  if (registry !== undefined) return 'java'
  return chosenWay(log)
}
