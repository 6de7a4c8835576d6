/** Module hooks of Node that hand out a changed source for one file. They run in a thread of their own. */
interface Change {
  readonly url: string
  readonly source: string
}

interface Loaded {
  readonly format: string
  readonly source: string
  readonly shortCircuit: true
}

let change: Change | undefined

/** Called by `module.register` with its `data`. */
export const initialize = (data: Change): void => {
  change = data
}

type NextLoad = (url: string, context: object) => Promise<Loaded>

/** Loads the mutant instead of the file, and everything else as it is. */
export const load = async (url: string, context: object, nextLoad: NextLoad): Promise<Loaded> =>
  change !== undefined && url === change.url
    ? { format: 'module', source: change.source, shortCircuit: true }
    : nextLoad(url, context)
