const AGAIN_MS = 30_000

/** Passes a line on unless the very same one was passed on a moment ago: what is tried again and again is told now and then. */
export const seldom = (tell: (line: string) => void, nowMs: () => number): ((line: string) => void) => {
  const told = new Map<string, number>()
  return (line) => {
    const now = nowMs()
    for (const [old, atMs] of told) if (now - atMs >= AGAIN_MS) told.delete(old)
    if (told.has(line)) return
    told.set(line, now)
    tell(line)
  }
}
