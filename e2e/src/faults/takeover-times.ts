/** How long it took until the next owner committed, over many takeovers: mean and worst, ms; undefined where there were none. */
export const takeoverText = (timesMs: readonly number[]): string => {
  if (timesMs.length === 0) return 'none'
  const seconds = (ms: number): string => (ms / 1_000).toFixed(1)
  const mean = timesMs.reduce((sum, ms) => sum + ms, 0) / timesMs.length
  return `${timesMs.length}, mean ${seconds(mean)} s, worst ${seconds(Math.max(...timesMs))} s`
}
