import type { OutputName, OutputRecords } from '@order-up/contracts'
import type { StateCodec } from '@order-up/engine-core'
import { eventTimeOperator } from '../operators/event-time.ts'
import { type SortSpec, sortByTime } from '../operators/event-time-sort.ts'
import { sinkOperator } from '../operators/sink.ts'
import { tumblingWindowOperator, type WindowSpec } from '../operators/tumbling-window.ts'
import type { SourceContext, TaskContext } from '../task/task-context.ts'
import type { Operator, Outlets } from './operator.ts'

/** What a node of the graph is, in the field's words. */
export type NodeKind = 'process' | 'event time' | 'tumbling window' | 'event-time sort' | 'shuffle' | 'sink'

/** Nodes by the outlet that leads to them. */
export type Next<Out, Context> = { readonly [Port in keyof Out]: Node<Out[Port], Context> }

/** An operator in the job graph, before any task runs it: takes elements of one type, and knows what stands behind it. */
export interface Node<In, Context> {
  readonly kind: NodeKind
  readonly name: string
  /** What its state is kept by; undefined where it keeps none. */
  readonly keyedBy?: string
  // biome-ignore lint/suspicious/noExplicitAny: what each outlet carries is checked where the node is made
  readonly next: Readonly<Record<string, Node<any, any>>>
  // biome-ignore lint/suspicious/noExplicitAny: as above
  readonly make: (context: Context, outlets: Outlets<any>) => Operator<In>
}

/** Makes an operator for a task. */
export type Make<In, Out, Context> = (context: Context, outlets: Outlets<Out>) => Operator<In>

/** An operator of the job's own. */
export const process = <In, Out, Context extends TaskContext>(
  name: string,
  make: Make<In, Out, Context>,
  next: Next<Out, Context>,
): Node<In, Context> => ({ kind: 'process', name, next, make })

/** An operator of the job's own whose state is kept by a key of its elements. */
export const keyedProcess = <In, Out, Context extends TaskContext>(
  name: string,
  keyedBy: string,
  make: Make<In, Out, Context>,
  next: Next<Out, Context>,
): Node<In, Context> => ({ kind: 'process', name, keyedBy, next, make })

/** Raises the event time of the partition by each element, then lets time do its work, then passes the element on (T5). */
export const eventTime = <T>(
  name: string,
  timeOf: (element: T) => number,
  element: Node<T, SourceContext>,
): Node<T, SourceContext> => ({ kind: 'event time', name, next: { element }, make: eventTimeOperator(timeOf) })

/** A shuffle: from here on elements are in the hands of the merge task that owns their key. */
export interface Shuffle<T> extends Node<T, SourceContext> {
  readonly keyOf: (element: T) => string
  readonly codec: StateCodec<T>
  readonly next: { readonly element: Node<T, TaskContext> }
}

/** Hands elements to the merge task that owns the partition which their key chooses. */
export const shuffle = <T>(
  name: string,
  by: { readonly keyOf: (element: T) => string; readonly codec: StateCodec<T> },
  element: Node<T, TaskContext>,
): Shuffle<T> => ({
  kind: 'shuffle',
  name,
  ...by,
  next: { element },
  make: (context) => ({
    accept: (each) => {
      context.step.shuffle(by.keyOf(each), name, by.codec.encodeBody(each))
      return true
    },
  }),
})

/** Gathers elements in windows over event time, each of which yields one result when it closes (M1, M3). */
export const tumblingWindow = <In, Row, Result>(
  name: string,
  spec: WindowSpec<In, Row, Result>,
  next: Next<{ closed: Result }, TaskContext>,
): Node<In, TaskContext> => ({
  kind: 'tumbling window',
  name,
  keyedBy: spec.keyedBy,
  next,
  make: tumblingWindowOperator(spec),
})

/** Passes elements on in the order of event time, as soon as none can come any more that belongs before them (C2). */
export const eventTimeSort = <T>(
  name: string,
  spec: SortSpec<T>,
  next: Next<{ sorted: T }, TaskContext>,
): Node<T, TaskContext> => ({ kind: 'event-time sort', name, next, make: sortByTime(spec) })

/** Writes elements to one of the contract's topics. */
export const sink = <Name extends OutputName>(output: Name): Node<OutputRecords[Name], TaskContext> => ({
  kind: 'sink',
  name: output,
  next: {},
  make: sinkOperator(output),
})
