import { brokerProperties, propertiesText } from './server-properties.ts'

test('a local broker is reachable from this machine alone', () => {
  const { listeners } = brokerProperties({ port: 9092, controllerPort: 9093, logDir: 'log' })

  expect(listeners).toBe('PLAINTEXT://127.0.0.1:9092,CONTROLLER://127.0.0.1:9093')
})

test('a properties file has a line for each property, with backslashes doubled', () => {
  expect(propertiesText({ 'node.id': '1', 'log.dirs': 'C:\\data' })).toBe('node.id=1\nlog.dirs=C:\\\\data\n')
})
