/** How far one source task of this instance has come. */
interface Standing {
  maxTsMs: number
  hasUnread: boolean
  readonly moved: () => void
}

/**
 * Watermark alignment among the source tasks of an instance: none goes further ahead in event time of the slowest one
 * with unread records than the drift allows, so that a replay does not pile up open windows.
 */
export class Alignment {
  readonly #maxDriftMs: number
  readonly #standings = new Map<number, Standing>()

  constructor(maxDriftMs: number) {
    this.#maxDriftMs = maxDriftMs
  }

  /** Takes in a partition; `moved` is called when it may go on. */
  join(partition: number, moved: () => void): void {
    this.#standings.set(partition, { maxTsMs: Number.NEGATIVE_INFINITY, hasUnread: true, moved })
  }

  leave(partition: number): void {
    this.#standings.delete(partition)
    this.#tell(partition)
  }

  report(partition: number, maxTsMs: number, hasUnread: boolean): void {
    const standing = this.#standings.get(partition)
    if (standing === undefined || (standing.maxTsMs === maxTsMs && standing.hasUnread === hasUnread)) return
    standing.maxTsMs = maxTsMs
    standing.hasUnread = hasUnread
    this.#tell(partition)
  }

  /** The event time up to which a partition may be handled. */
  untilMs(partition: number): number {
    let slowestMs = Number.POSITIVE_INFINITY
    for (const [other, { maxTsMs, hasUnread }] of this.#standings)
      if (other !== partition && hasUnread) slowestMs = Math.min(slowestMs, maxTsMs)
    return slowestMs + this.#maxDriftMs
  }

  #tell(partition: number): void {
    for (const [other, { moved }] of this.#standings) if (other !== partition) moved()
  }
}
