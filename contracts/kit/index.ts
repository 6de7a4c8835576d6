export { CrashError, type CreateTestLog, type Fault, type TestLog, type TestLogOptions } from './test-log.ts'
