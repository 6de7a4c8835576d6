import type { LoadBatch, LoadReport, Position, Sink } from '@order-up/contracts'

/** Sees a loader's dealings with its sink, whichever database it is; must not throw. */
export interface SinkWitness {
  claimed?(positions: readonly Position[]): void
  /** A batch that is durable. */
  loaded?(batch: LoadBatch, report: LoadReport, seconds: number): void
}

/** `sink`, seen by witnesses. */
export const watchSink = (sink: Sink, witnesses: readonly SinkWitness[], nowMs: () => number): Sink => ({
  claim: async (claim) => {
    const positions = await sink.claim(claim)
    for (const witness of witnesses) witness.claimed?.(positions)
    return positions
  },
  load: async (batch) => {
    const startedMs = nowMs()
    const report = await sink.load(batch)
    for (const witness of witnesses) witness.loaded?.(batch, report, (nowMs() - startedMs) / 1_000)
    return report
  },
  close: () => sink.close(),
})
