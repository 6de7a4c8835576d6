import { randomFrom } from '@order-up/contracts/kit'
import { API, type TestBroker } from '@order-up/local/kit'
import { diesClaiming, type Life, type Plan } from './life.ts'

/** What is done to the broker, or to the connections to it, while an engine commits. */
export const TROUBLES = ['broker killed', 'connections cut', 'answer to a commit cut'] as const
export type Trouble = (typeof TROUBLES)[number]

/** Draws of their own: the lives of a seed stay what they were before there were troubles. */
const STREAM = 0x74726f75

/**
 * Which lives a trouble strikes, by their place: as many as asked for where so many engines live to commit. Troubles take
 * turns, so that three are one of each.
 */
export const troublesOf = ({ seed, troubles }: Plan, lives: readonly Life[]): ReadonlyMap<number, Trouble> => {
  const random = randomFrom(seed ^ STREAM)
  const open = [...lives.keys()].filter((at) => !diesClaiming(lives[at]))
  const struck = new Map<number, Trouble>()
  const first = random.integer(TROUBLES.length)
  while (struck.size < troubles && open.length > 0) {
    const [at] = open.splice(random.integer(open.length), 1)
    struck.set(at as number, TROUBLES[(first + struck.size) % TROUBLES.length] as Trouble)
  }
  return struck
}

const WAYS: Readonly<Record<Trouble, (broker: TestBroker) => Promise<void>>> = {
  'broker killed': async (broker) => {
    await broker.kill()
    await broker.start()
  },
  'connections cut': async ({ proxy }) => proxy.cutAll(),
  'answer to a commit cut': ({ proxy }) =>
    new Promise((resolve) => {
      proxy.set({
        answer: (apiKey) => {
          if (apiKey !== API.endTransaction) return 'pass'
          proxy.set({})
          resolve()
          return 'cut'
        },
      })
    }),
}

/** Makes a trouble; resolves when it is over, and the broker answers again. */
export const makeTrouble = (trouble: Trouble, broker: TestBroker): Promise<void> => WAYS[trouble](broker)
