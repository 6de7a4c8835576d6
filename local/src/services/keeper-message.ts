import type { ErrorCode } from '@order-up/contracts'

/** What the process that runs the services tells the one that started it, until they are up. */
export type KeeperMessage =
  | { readonly kind: 'progress'; readonly line: string }
  | { readonly kind: 'ready' }
  | { readonly kind: 'failed'; readonly code: ErrorCode; readonly message: string }
