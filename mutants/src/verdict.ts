/**
 * What became of a mutant: a test failed, none did, its text is not in the file exactly once, or it is no engine that a
 * test could judge: it does not load, names what is not there, dies or does not come to an end.
 */
export type Verdict =
  | { readonly kind: 'killed'; readonly test: string; readonly reason: string }
  | { readonly kind: 'survived'; readonly tests: number }
  | { readonly kind: 'stale' }
  | { readonly kind: 'broken'; readonly reason: string }
