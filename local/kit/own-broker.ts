/** Ports of 127.0.0.1 for a broker of a test's own. */
export interface BrokerPorts {
  readonly port: number
  /** A second listener, which the broker advertises as another port: that of a proxy in front of it. */
  readonly proxied?: { readonly port: number; readonly advertised: number }
}

/** A broker of a test's own. */
export interface OwnBroker {
  readonly brokers: readonly string[]
  /** Ends it as a power failure does, and waits until it is gone. */
  kill(): Promise<void>
  /** Starts it again on the same ports, with what it had written. */
  start(): Promise<void>
  /** Ends it, and removes what it has written. */
  stop(): Promise<void>
}
