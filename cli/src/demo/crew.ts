/** Work that goes on until it is done or `signal` fires; it cleans up before it settles. */
export type Hand = (signal: AbortSignal) => Promise<void>

/**
 * Runs all hands together and resolves when each is done. The first that fails, or `signal`, stops the others; when all
 * have settled it rejects with that first failure, or with the reason of `signal`.
 */
export const runCrew = async (hands: readonly Hand[], signal: AbortSignal): Promise<void> => {
  const crew = new AbortController()
  const stop = (): void => crew.abort(signal.reason)
  signal.addEventListener('abort', stop, { once: true })
  if (signal.aborted) stop()
  const settled = hands.map(async (hand) => {
    try {
      await hand(crew.signal)
    } catch (failure) {
      if (!crew.signal.aborted) crew.abort(failure)
    }
  })
  await Promise.all(settled)
  signal.removeEventListener('abort', stop)
  crew.signal.throwIfAborted()
}
