import type { Sink } from '../../src/sink-port.ts'
import { CrashError } from '../test-log.ts'

/** Where a loader dies: before the database hears of a load, or after the load is durable but before the loader knows. */
export type SinkFault = 'crash-before' | 'crash-after'

/** A sink whose process dies at the load that `fault` names, counted from 0; every call after that throws too. */
export const faultySink = (sink: Sink, fault: (load: number) => SinkFault | undefined): Sink => {
  let loads = 0
  let isDead = false
  const whileAlive = async <T>(call: () => Promise<T>): Promise<T> => {
    if (isDead) throw new CrashError()
    const result = await call()
    if (isDead) throw new CrashError()
    return result
  }
  return {
    claim: (claim) => whileAlive(() => sink.claim(claim)),
    load: (batch) => {
      const scripted = fault(loads)
      loads += 1
      if (scripted === 'crash-before') isDead = true
      return whileAlive(async () => {
        const report = await sink.load(batch)
        if (scripted === 'crash-after') isDead = true
        return report
      })
    },
    close: () => sink.close(),
  }
}
