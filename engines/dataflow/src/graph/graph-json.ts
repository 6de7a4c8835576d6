import type { JobGraph } from './graph.ts'

/** The graph as a document for programs; its version changes with its fields. */
export const graphDocument = (graph: JobGraph): object => ({ schemaVersion: 1, ...graph })
