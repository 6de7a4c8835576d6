/** What a registry says about a schema id: its text, null where it stands for no Avro schema without references, or nothing. */
export type SchemaAnswer = { readonly kind: 'found'; readonly text: string | null } | { readonly kind: 'absent' }

/** A schema registry as the log uses it. */
export interface SchemaSource {
  /** What an id stands for. Rejects where there is no answer: unreachable, an error, a page of some proxy. */
  find(id: number): Promise<SchemaAnswer>
  /** Id of a schema under a subject, registered BACKWARD_TRANSITIVE where it is not yet. OU1106 where it is refused. */
  register(subject: string, text: string): Promise<number>
}
