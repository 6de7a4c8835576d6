/** What the first word of two-word commands stands for. */
export const GROUPS: Readonly<Record<string, string>> = {
  contracts: 'check the contract, register its schemas and prove engines by it',
  topics: 'look after the topics of the contract',
  produce: 'send order events',
  engine: 'run engines',
  sink: 'load a database, or look at what that does to it',
}
