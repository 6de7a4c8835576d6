/** What became of a mutant: the first test that failed, none, or a change that could not be made. */
export type Verdict =
  | { readonly kind: 'killed'; readonly test: string; readonly reason: string }
  | { readonly kind: 'survived'; readonly tests: number }
  | { readonly kind: 'stale' }
