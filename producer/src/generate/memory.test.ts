import { spawnSync } from 'node:child_process'

const RECORDS = 300_000
const HEAP_MB = 32

/** Drains a generator in a process of its own whose heap has a hard limit. */
const drain = (options: object): { readonly status: number | null; readonly output: string } => {
  const script = `
    import { generateOrders } from ${JSON.stringify(new URL('./generate-orders.js', import.meta.url).href)}
    let left = ${RECORDS}
    for (const record of generateOrders(${JSON.stringify({ partitions: 4, schemaId: 1, ...options })})) if (--left === 0) break
    console.log(left)
  `
  const args = [`--max-old-space-size=${HEAP_MB}`, '--input-type=module', '--eval', script]
  const { status, stdout, stderr } = spawnSync(process.execPath, args, { encoding: 'utf8' })
  return { status, output: status === 0 ? stdout.trim() : stderr }
}

test(`a log for ever takes no more than ${HEAP_MB} MB of heap`, () => {
  expect(drain({ count: 0 })).toEqual({ status: 0, output: '0' })
})
