export { createDataflowEngine, type DataflowOptions } from './engine.ts'
