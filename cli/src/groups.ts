/** What the first word of two-word commands stands for. */
export const GROUPS: Readonly<Record<string, string>> = {
  contracts: 'check the contract and prove engines by it',
  sink: 'look at what a sink does to its database',
}
