/**
 * Describes tests that need what has been started, which is stopped after them; where it could not be, they are skipped
 * with the reason in their title.
 */
export const describeStarted = <T extends { stop(): Promise<void> }>(
  title: string,
  started: T | string,
  { body, skipped }: { readonly body: (started: T) => void; readonly skipped: () => void },
): void => {
  if (typeof started === 'string') {
    describe.skip(`${title} (${started})`, skipped)
    return
  }
  describe(title, () => {
    afterAll(() => started.stop())
    body(started)
  })
}
