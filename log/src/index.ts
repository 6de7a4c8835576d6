export { createMemoryLog, type MemoryLog, type MemoryLogOptions } from './memory/memory-log.ts'
export { ORDER_EVENT_ID, SCHEMAS_TOPIC } from './memory/schema-decisions.ts'
