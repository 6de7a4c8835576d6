import { type ErrorCode, OrderUpError } from '@order-up/contracts'

/**
 * What a failed call to the database calls for: `outage` and `contention` go away by themselves, the others don't.
 * `record` is a row that the database refuses.
 */
export type FailureClass = 'outage' | 'contention' | 'login' | 'privilege' | 'schema' | 'record' | 'unknown'

/** Classes by SQLSTATE; the first pattern that matches counts. */
const BY_STATE: readonly (readonly [RegExp, FailureClass])[] = [
  [/^42501$/, 'privilege'],
  [/^(40001|40P01|55P03)$/, 'contention'],
  [/^(08|53|57P|58|25006|57014)/, 'outage'],
  [/^(28|3D)/, 'login'],
  [/^(42|3F)/, 'schema'],
  [/^(22|23)/, 'record'],
]

/** Codes of failed sockets and look-ups. */
const NETWORK = /^(ECONN|EPIPE|ETIMEDOUT|EHOST|ENET|ENOTFOUND|EAI_|EADDR)/

/** What `pg` says of a broken or silent connection, for which it has no code. */
const BROKEN = /terminated|not queryable|time-?out|server does not support SSL/i

/** What `pg` says where the server asks for a password and there is none. */
const NO_PASSWORD = /SASL|password must be a string/i

/** The class of anything that a call to `pg` rejects with. */
export const failureClass = (failure: unknown): FailureClass => {
  const { code, message } = failure as { readonly code?: unknown; readonly message?: unknown }
  const state = typeof code === 'string' ? code : ''
  const known = BY_STATE.find(([pattern]) => pattern.test(state))?.[1]
  if (known !== undefined) return known
  if (NETWORK.test(state)) return 'outage'
  if (NO_PASSWORD.test(String(message))) return 'login'
  return BROKEN.test(String(message)) ? 'outage' : 'unknown'
}

/** True where the same call may go well a moment later. */
export const isPassing = (failure: unknown): boolean =>
  failure instanceof OrderUpError ? failure.code === 'OU1201' : ['outage', 'contention'].includes(failureClass(failure))

const CODES: Readonly<Record<FailureClass, ErrorCode>> = {
  outage: 'OU1201',
  contention: 'OU1201',
  login: 'OU1202',
  privilege: 'OU1202',
  schema: 'OU1308',
  record: 'OU7003',
  unknown: 'OU7001',
}

/** A failure of `pg` as one of ours; `place` is the address, or the record that was refused. */
export const databaseError = (failure: unknown, place: string): OrderUpError => {
  if (failure instanceof OrderUpError) return failure
  const kind = failureClass(failure)
  const said = (failure as { readonly message?: string }).message
  const telling = kind === 'outage' || kind === 'login' ? place : [place, said].filter(Boolean).join(': ')
  const hint = kind === 'privilege' ? { hint: 'grant the login what it lacks, or have the owner run sink ddl' } : {}
  return new OrderUpError(CODES[kind], { detail: telling, cause: failure, ...hint })
}
