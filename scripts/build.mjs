// Compiles a package, in place and only what changed; then removes what was compiled from sources that are gone.
import { spawnSync } from 'node:child_process'
import { existsSync, readdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const tsc = fileURLToPath(new URL('../node_modules/typescript/bin/tsc', import.meta.url))
const { status } = spawnSync(process.execPath, [tsc, '-b'], { stdio: 'inherit' })
if (status !== 0) process.exit(status ?? 1)

const COMPILED = /\.(js|d\.ts)(\.map)?$/
for (const folder of ['src', 'kit', 'bin']) {
  const compiled = join('dist', folder)
  if (!existsSync(compiled)) continue
  for (const file of readdirSync(compiled, { recursive: true })) {
    const source = join(folder, file.replace(COMPILED, '.ts'))
    if (COMPILED.test(file) && !existsSync(source)) rmSync(join(compiled, file))
  }
}
