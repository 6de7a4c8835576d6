export { limitGarbage } from './limit-garbage.ts'
export { type CliOptions, runCli } from './run-cli.ts'
