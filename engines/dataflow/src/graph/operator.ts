/** An operator at work in a task: elements in, elements out to the operators behind it. */
export interface Operator<In> {
  /** Takes an element. False where the step filled first: the same element then comes again in the next step. */
  accept(element: In): boolean
  /**
   * Does what event time, which has come to `timeMs`, sets off here and further on. False where the step filled first;
   * the same call goes on in the next step, also after a restart. Left out where time sets off nothing.
   */
  advance?(timeMs: number): boolean
}

/** An operator and all that stands behind it. */
export type Downstream<In> = Required<Operator<In>>

/** Where an operator's elements go, by the name of each of its outlets. */
export type Outlets<Out> = { readonly [Port in keyof Out]: Downstream<Out[Port]> }
