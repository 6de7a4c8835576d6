import type { OrderUpError } from '@order-up/contracts'
import type { Environment } from '../config/setting.ts'
import { registryAddress } from './registry-address.ts'

const found = (environment: Environment, file: Readonly<Record<string, string>> = {}) => {
  const hidden: string[] = []
  const hide = (secret: string | undefined): void => void (secret && hidden.push(secret))
  try {
    return { address: registryAddress({ environment, file: new Map(Object.entries(file)), folder: '.', hide }), hidden }
  } catch (error) {
    const { code, message } = error as OrderUpError
    return { failure: `${code} ${message.replace(/^.*?: /, '')}`, hidden }
  }
}

test('a login is taken from its variables, else from the URL, and its password hidden', () => {
  expect([
    found({}),
    found({ SCHEMA_REGISTRY_URL: 'http://r:8081/' }, { schemaRegistryUrl: 'http://f:1' }),
    found({ SCHEMA_REGISTRY_URL: 'https://me:canary%21@r/path/' }),
    found({ SCHEMA_REGISTRY_USERNAME: 'you', SCHEMA_REGISTRY_PASSWORD: 'canary' }, { schemaRegistryUrl: 'http://f:1' }),
  ]).toEqual([
    { address: undefined, hidden: [] },
    { address: { url: 'http://r:8081' }, hidden: [] },
    { address: { url: 'https://r/path', login: { username: 'me', password: 'canary!' } }, hidden: ['canary!'] },
    { address: { url: 'http://f:1', login: { username: 'you', password: 'canary' } }, hidden: ['canary', 'canary'] },
  ])
})

test('what is not valid is refused, a password in the file too, and none of it is shown', () => {
  expect([
    found({ SCHEMA_REGISTRY_URL: 'r:8081' }).failure,
    found({ SCHEMA_REGISTRY_URL: 'canary' }).failure,
    found({}, { schemaRegistryUrl: 'http://me:canary@r' }).failure,
  ]).toEqual([
    'OU1002 SCHEMA_REGISTRY_URL must be a URL such as http://localhost:8081',
    'OU1002 SCHEMA_REGISTRY_URL must be a URL such as http://localhost:8081',
    'OU1003 order-up.config.json: "schemaRegistryUrl" holds a password',
  ])
})
