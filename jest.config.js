// One configuration for every package: the compiled tests of a package run as they are, nothing is transformed.

/** Tasks whose tests have names of their own, and need real services. */
const KINDS = { 'test:services': 'services', 'test:faults': 'faults' }
const kind = KINDS[process.env.ORDER_UP_TEST_TASK]

export default {
  testEnvironment: 'node',
  roots: ['<rootDir>/dist'],
  testMatch: kind ? [`**/*.${kind}.test.js`] : ['**/*.test.js'],
  testPathIgnorePatterns: kind ? ['/node_modules/'] : ['/node_modules/', '\\.(services|faults)\\.test\\.js$'],
  transform: {},
  // Real services, on a machine that may do much else at the same time.
  testTimeout: kind ? 300_000 : 60_000,
}
