export { type LocalPostgres, type LocalPostgresOptions, startLocalPostgres } from './postgres/local-postgres.ts'
