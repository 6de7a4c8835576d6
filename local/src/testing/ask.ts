import pg from 'pg'
import type { ServiceAddresses } from '../services/service-addresses.ts'

/** The rows that the database of some services answers a question with. */
export const ask = async ({ databaseUrl }: ServiceAddresses, question: string): Promise<readonly unknown[]> => {
  const client = new pg.Client({ connectionString: databaseUrl })
  await client.connect()
  try {
    return (await client.query(question)).rows
  } finally {
    await client.end()
  }
}
