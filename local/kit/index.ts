export { describeWithPostgres, freshSchema } from './describe-with-postgres.ts'
