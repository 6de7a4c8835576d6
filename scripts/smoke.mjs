// Loads a package in plain Node: named imports from CommonJS type-check and pass in jest, and fail only here.
import { readFileSync } from 'node:fs'
import { pathToFileURL } from 'node:url'

const { name, exports } = JSON.parse(readFileSync('package.json', 'utf8'))
for (const [subpath, target] of Object.entries(exports)) {
  await import(pathToFileURL(target.default).href)
  console.log(`loaded ${name}${subpath.slice(1)}`)
}
