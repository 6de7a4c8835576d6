/**
 * What became of a mutant: a test failed, none did, its text is not in the file exactly once, or it is no engine at all:
 * it does not load, or it names what is not there.
 */
export type Verdict =
  | { readonly kind: 'killed'; readonly test: string; readonly reason: string }
  | { readonly kind: 'survived'; readonly tests: number }
  | { readonly kind: 'stale' }
  | { readonly kind: 'broken'; readonly reason: string }
