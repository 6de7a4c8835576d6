export { type LoadBenchmark, type LoadBenchmarkOptions, measureLoad } from './load-benchmark.ts'
