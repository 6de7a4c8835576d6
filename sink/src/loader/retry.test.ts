import { type Retry, withRetry } from './retry.ts'

interface Scene {
  readonly isPassing?: boolean
  /** Number of the sleep during which the signal fires. */
  readonly stopAt?: number
}

/** An action that fails so many times, and the delays between. */
const failing = (times: number, { isPassing = true, stopAt }: Scene = {}) => {
  const stop = new AbortController()
  const retries: Retry[] = []
  const slept: number[] = []
  let calls = 0
  const result = withRetry(
    async () => {
      calls += 1
      if (calls <= times) throw new Error(`failure ${calls}`)
      return 'done'
    },
    {
      timers: {
        sleep: async (ms) => {
          slept.push(ms)
          if (slept.length === stopAt) stop.abort()
        },
      },
      random: () => 0.5,
      signal: stop.signal,
      isPassing: () => isPassing,
      retrying: (retry) => retries.push(retry),
    },
  )
  return { result, slept, retries }
}

test('what is passing is repeated after delays that double to ten seconds', async () => {
  const { result, slept, retries } = failing(9)

  expect(await result).toBe('done')
  expect(slept).toEqual([50, 100, 200, 400, 800, 1_600, 3_200, 5_000, 5_000])
  expect(retries[1]).toEqual({ attempt: 2, delayMs: 100, cause: new Error('failure 2') })
})

test('what is not passing is thrown at once', async () => {
  const { result, slept } = failing(9, { isPassing: false })

  await expect(result).rejects.toThrow('failure 1')
  expect(slept).toEqual([])
})

test('a signal ends the waiting with the last failure', async () => {
  const { result, slept } = failing(9, { stopAt: 3 })

  await expect(result).rejects.toThrow('failure 3')
  expect(slept).toHaveLength(3)
})
