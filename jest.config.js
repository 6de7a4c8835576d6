/** One configuration for every package: the compiled tests of a package run as they are, nothing is transformed. */
const services = process.env.ORDER_UP_TEST_TASK === 'test:services'

export default {
  testEnvironment: 'node',
  roots: ['<rootDir>/dist'],
  testMatch: services ? ['**/*.services.test.js'] : ['**/*.test.js'],
  testPathIgnorePatterns: services ? ['/node_modules/'] : ['/node_modules/', '\\.services\\.test\\.js$'],
  transform: {},
  // Real services, on a machine that may do much else at the same time.
  testTimeout: services ? 300_000 : 60_000,
}
