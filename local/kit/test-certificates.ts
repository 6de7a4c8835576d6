import { execFileSync } from 'node:child_process'
import { appendFileSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

const EC = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes']

/** A certificate with its key; files in PEM. */
export interface Certificate {
  readonly certFile: string
  readonly keyFile: string
  /** Key and certificate in one file, as Kafka keeps them. */
  readonly storeFile: string
}

/** An authority that lasts for a test. Made by openssl. */
export interface TestAuthority {
  readonly caFile: string
  /** Signs a certificate for a name; an expired one ended yesterday. Brokers are at 127.0.0.1 and nowhere else. */
  sign(name: string, validity?: 'valid' | 'expired'): Certificate
}

/** A new authority whose files are in `folder`. */
export const testAuthority = (folder: string, authority: string): TestAuthority => {
  const file = (name: string): string => join(folder, `${authority}-${name}`)
  const openssl = (...args: readonly string[]): void => void execFileSync('openssl', args, { stdio: 'pipe' })
  const [caFile, caKey] = [file('ca.pem'), file('ca.key')]
  openssl('req', '-x509', ...EC, '-keyout', caKey, '-out', caFile, '-subj', `/CN=${authority}`, '-days', '2')
  return {
    caFile,
    sign: (name, validity = 'valid') => {
      const label = validity === 'valid' ? name : `${name}-${validity}`
      const [certFile, keyFile, storeFile] = [file(`${label}.pem`), file(`${label}.key`), file(`${label}.store`)]
      const request = file(`${label}.csr`)
      const where = ['-addext', 'subjectAltName=IP:127.0.0.1']
      openssl('req', ...EC, '-keyout', keyFile, '-out', request, '-subj', `/CN=${name}`, ...where)
      const signing = ['-CA', caFile, '-CAkey', caKey, '-CAcreateserial', '-copy_extensions', 'copyall']
      openssl('x509', '-req', '-in', request, ...signing, '-days', validity === 'valid' ? '2' : '-1', '-out', certFile)
      writeFileSync(storeFile, readFileSync(keyFile))
      appendFileSync(storeFile, readFileSync(certFile))
      return { certFile, keyFile, storeFile }
    },
  }
}
