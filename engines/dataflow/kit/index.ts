export { onMachines } from '../src/testing/machines.ts'
