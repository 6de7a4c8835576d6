/** A log that leaves out a line it has had within the last `forMs`: what is tried a hundred times is told now and then. */
export const withoutRepeats = (
  log: (line: string) => void,
  forMs: number,
  now: () => number,
): ((line: string) => void) => {
  const toldAt = new Map<string, number>()
  return (line) => {
    const at = now()
    for (const [told, when] of toldAt) if (at - when >= forMs) toldAt.delete(told)
    if (toldAt.has(line)) return
    toldAt.set(line, at)
    log(line)
  }
}
