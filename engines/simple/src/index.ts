export { createSimpleEngine } from './engine.ts'
export { STATE_CODECS } from './state-codecs.ts'
export { STATE_KEYS } from './state-keys.ts'
