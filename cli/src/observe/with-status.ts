import type { Registry } from 'prom-client'
import type { CommandContext } from '../command.ts'
import { wholeNumber } from '../config/setting-kinds.ts'
import { VERSION } from '../version.ts'
import { wallClock } from '../wall-clock.ts'
import type { Vitals } from './vitals.ts'

export const httpSetting = wholeNumber({
  about: 'port of health and metrics, on all interfaces; 0 for any; none where it is not given',
  least: 0,
  most: 65_535,
  fallback: undefined,
  lasting: true,
})

export interface Observed<Witness> {
  readonly port: number | undefined
  readonly vitals: Vitals
  /** Makes the witness that counts into a registry. */
  readonly measure: (metrics: typeof import('./metrics.ts'), register: Registry) => Witness
  /** What /statusz says of it; asked each time. */
  readonly about: () => object
}

/**
 * Runs `use` with a witness that counts, while health and metrics are served on `port`; without one where no port is
 * given. Throws OU1205 where the port is taken.
 */
export const withStatus = async <Witness, T>(
  { port, vitals, measure, about }: Observed<Witness>,
  { terminal }: CommandContext,
  use: (witnesses: readonly Witness[]) => Promise<T>,
): Promise<T> => {
  if (port === undefined) return use([])
  const [metrics, { openStatusServer }] = await Promise.all([import('./metrics.ts'), import('./status-server.ts')])
  const register = metrics.commonMetrics(vitals)
  const witness = measure(metrics, register)
  const server = await openStatusServer({
    port,
    vitals,
    metrics: register,
    nowMs: wallClock.nowMs,
    about: () => ({ version: VERSION, ...about() }),
  })
  terminal.note(`health and metrics on port ${server.port}`)
  try {
    return await use([witness])
  } finally {
    await server.close()
  }
}
