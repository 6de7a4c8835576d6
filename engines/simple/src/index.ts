export { createSimpleEngine } from './engine.ts'
