/** Which of `inputs` inputs gives the next batch; undefined where none is ready. */
export type ChooseInput = (inputs: number, isReady: (input: number) => boolean) => number | undefined

/** mulberry32: 32 bits of state are plenty to shuffle inputs. */
const randomFrom = (seed: number): (() => number) => {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    const mixed = Math.imul(state ^ (state >>> 15), state | 1)
    const last = mixed ^ (mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61))
    return ((last ^ (last >>> 14)) >>> 0) / 2 ** 32
  }
}

/** Inputs in an order drawn from `seed`; without one they take turns. */
export const chooseInput = (seed: number | undefined): ChooseInput => {
  const random = seed === undefined ? undefined : randomFrom(seed)
  let last = -1
  return (inputs, isReady) => {
    const first = random === undefined ? last + 1 : Math.floor(random() * inputs)
    for (let step = 0; step < inputs; step++) {
      const input = (first + step) % inputs
      if (isReady(input)) {
        last = input
        return input
      }
    }
    return undefined
  }
}
