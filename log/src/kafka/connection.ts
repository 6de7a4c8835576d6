/** How to reach a Kafka cluster; resolved by whoever reads the configuration. */
export interface KafkaConnection {
  /** Addresses to begin with, `host:port`. */
  readonly brokers: readonly string[]
  /** TLS: with the system's authorities, or with these, all PEM. Without it the connection is plain. */
  readonly ssl?: true | { readonly ca?: string; readonly cert?: string; readonly key?: string }
  readonly sasl?: {
    readonly mechanism: 'plain' | 'scram-sha-256' | 'scram-sha-512'
    readonly username: string
    readonly password: string
  }
}

/** How to reach a schema registry. */
export interface RegistryConnection {
  readonly url: string
  readonly login?: { readonly username: string; readonly password: string }
}

/** Bounds of every wait. */
export interface KafkaTimings {
  /** A member that has not been heard of for so long has left its group. */
  readonly sessionMs: number
  readonly heartbeatMs: number
  /** Longest time that a fetch waits at the broker for something to come. */
  readonly fetchWaitMs: number
  /** An open transaction holds back every reader; the broker aborts it after this time. */
  readonly transactionMs: number
  readonly requestMs: number
  /** Between the two answers that make "no such schema id" firm (V3). */
  readonly firmAbsenceMs: number
  /** First and longest pause between two attempts of what failed. */
  readonly firstRetryMs: number
  readonly mostRetryMs: number
  /** A consumer that has done nothing for so long is replaced. */
  readonly silenceMs: number
  /** Between two purges of what has been consumed of an engine's own topics. */
  readonly purgeMs: number
}

export const DEFAULT_TIMINGS: KafkaTimings = {
  sessionMs: 10_000,
  heartbeatMs: 1_000,
  fetchWaitMs: 100,
  transactionMs: 10_000,
  requestMs: 10_000,
  firmAbsenceMs: 30_000,
  firstRetryMs: 100,
  mostRetryMs: 5_000,
  silenceMs: 60_000,
  purgeMs: 30_000,
}
