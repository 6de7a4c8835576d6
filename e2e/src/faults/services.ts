import { startTestBroker, startTestPostgres, type TestBroker } from '@order-up/local/kit'

/** The services of a run, which end with it. */
export interface Services {
  readonly broker: TestBroker
  readonly databaseUrl: string
  stop(): Promise<void>
}

/** Starts a broker, a registry and a PostgreSQL of this run's own; what they write is gone with `stop`. */
export const startServices = async (): Promise<Services> => {
  const broker = await startTestBroker()
  const postgres = await startTestPostgres()
  return {
    broker,
    databaseUrl: postgres.url,
    stop: async () => {
      await Promise.all([broker.stop(), postgres.stop()])
    },
  }
}
