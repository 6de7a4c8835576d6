// Completes package-lock.json with the optional packages of other platforms. A registry that lacks some of them makes
// `npm install` leave them out, and `npm ci` then refuses the lock file. Run it after every `npm install`.
import { readFileSync, writeFileSync } from 'node:fs'

const FILE = 'package-lock.json'
const OS = {
  windows: 'win32',
  win32: 'win32',
  darwin: 'darwin',
  linux: 'linux',
  freebsd: 'freebsd',
  android: 'android',
  openharmony: 'openharmony',
}
const CPU = {
  64: 'x64',
  x64: 'x64',
  arm64: 'arm64',
  ia32: 'ia32',
  arm: 'arm',
  loong64: 'loong64',
  ppc64: 'ppc64',
  riscv64: 'riscv64',
  s390x: 's390x',
  wasm32: 'wasm32',
}
const LIBC = { gnu: 'glibc', gnueabihf: 'glibc', musl: 'musl', musleabihf: 'musl' }

/** The platform that a package's name tells, such as `@turbo/darwin-arm64`. */
const platformOf = (name) => {
  const words = name.split('/')[1].split('-')
  const find = (table) => words.map((word) => table[word]).find((value) => value !== undefined)
  return { os: find(OS), cpu: find(CPU) ?? (words.includes('eabi') ? 'arm' : undefined), libc: find(LIBC) }
}

const lock = JSON.parse(readFileSync(FILE, 'utf8'))
let added = 0
for (const { optionalDependencies = {}, dev } of Object.values(lock.packages))
  for (const [name, version] of Object.entries(optionalDependencies)) {
    const path = `node_modules/${name}`
    const { os, cpu, libc } = name.startsWith('@') ? platformOf(name) : {}
    if (lock.packages[path] !== undefined || (os === undefined && cpu === undefined)) continue
    lock.packages[path] = {
      version,
      ...(cpu && { cpu: [cpu] }),
      ...(dev && { dev: true }),
      ...(os === 'linux' && libc && { libc: [libc] }),
      optional: true,
      ...(os && { os: [os] }),
    }
    added += 1
  }
lock.packages = Object.fromEntries(Object.entries(lock.packages).sort(([left], [right]) => (left < right ? -1 : 1)))
writeFileSync(FILE, `${JSON.stringify(lock, null, 2)}\n`)
console.log(`${added} packages of other platforms added to ${FILE}`)
