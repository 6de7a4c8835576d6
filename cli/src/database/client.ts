import type { connectDatabase } from '@order-up/sink'

/** A connection to ask questions on. */
export type DatabaseClient = Awaited<ReturnType<typeof connectDatabase>>
