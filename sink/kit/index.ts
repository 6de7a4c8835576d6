export { type LoadBenchmark, type LoadBenchmarkOptions, measureLoad } from './load-benchmark.ts'
export { readTables } from './read-tables.ts'
