import { join } from 'node:path'
import { fetchOnce } from '../maven/fetch-once.ts'
import { KAFKA_VERSION } from './kafka-files.ts'

export interface FetchOptions {
  readonly cacheDir: string
  /** Told of the progress, a line at a time. */
  readonly log: (line: string) => void
}

/** The folder with Kafka's jars, fetched from Maven Central into the cache where they are not there yet (OU1212). */
export const fetchKafka = ({ cacheDir, log }: FetchOptions): Promise<string> =>
  fetchOnce({
    folder: join(cacheDir, `kafka-${KAFKA_VERSION}`),
    what: `Kafka ${KAFKA_VERSION} (about 55 MB)`,
    goal: (folder) => ['dependency:copy-dependencies', `-DoutputDirectory=${folder}`, '-DincludeScope=runtime'],
    code: 'OU1212',
    log,
  })
