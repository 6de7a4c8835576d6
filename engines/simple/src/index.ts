export { createSimpleEngine } from './engine.ts'
export { STATE_CODECS } from './state-codecs.ts'
