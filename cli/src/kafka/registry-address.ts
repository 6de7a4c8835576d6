import { OrderUpError } from '@order-up/contracts'
import type { RegistryConnection } from '@order-up/log/kafka'
import { CONFIG_FILE } from '../config/config-file.ts'
import { readSecret } from '../config/secret.ts'
import type { AddressSource } from './kafka-address.ts'

const KEYS = { url: 'schemaRegistryUrl', username: 'schemaRegistryUsername' } as const

/** Keys of order-up.config.json that name a registry; the password has none. */
export const REGISTRY_KEYS: readonly string[] = Object.values(KEYS)

const parseUrl = (text: string, origin: string): URL => {
  let url: URL | undefined
  try {
    url = new URL(text)
  } catch {
    // Said below.
  }
  if (url?.protocol === 'http:' || url?.protocol === 'https:') return url
  throw new OrderUpError('OU1002', { detail: `${origin} must be a URL such as http://localhost:8081` })
}

const addressIn = ({ environment, file }: AddressSource): URL | undefined => {
  const variable = environment.SCHEMA_REGISTRY_URL || undefined
  if (variable !== undefined) return parseUrl(variable, 'SCHEMA_REGISTRY_URL')
  const inFile = file.get(KEYS.url)
  if (inFile === undefined) return undefined
  const url = parseUrl(inFile, `"${KEYS.url}" in ${CONFIG_FILE}`)
  if (url.password === '') return url
  throw new OrderUpError('OU1003', {
    detail: `${CONFIG_FILE}: "${KEYS.url}" holds a password`,
    hint: 'give the password by SCHEMA_REGISTRY_PASSWORD or SCHEMA_REGISTRY_PASSWORD_FILE',
  })
}

/**
 * The schema registry that the user names: by SCHEMA_REGISTRY_URL and SCHEMA_REGISTRY_USERNAME, in the environment before
 * order-up.config.json; the password by SCHEMA_REGISTRY_PASSWORD or SCHEMA_REGISTRY_PASSWORD_FILE. A login in the URL
 * counts where no other is given. Undefined where nothing names one. Throws OU1002, OU1003 or OU1101.
 */
export const registryAddress = (source: AddressSource): RegistryConnection | undefined => {
  const url = addressIn(source)
  if (url === undefined) return undefined
  const named = source.environment.SCHEMA_REGISTRY_USERNAME || source.file.get(KEYS.username)
  const username = named ?? decodeURIComponent(url.username)
  const password = readSecret('SCHEMA_REGISTRY_PASSWORD', source) ?? decodeURIComponent(url.password)
  source.hide(password || undefined)
  url.username = ''
  url.password = ''
  return { url: url.href.replace(/\/+$/, ''), ...(username !== '' && { login: { username, password } }) }
}
