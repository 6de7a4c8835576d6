import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { userCacheFolder } from '../src/kafka/cache-folder.ts'
import { fetchKafka } from '../src/kafka/fetch-kafka.ts'
import { findJava } from '../src/kafka/java.ts'

export interface KafkaTool {
  /** Its main class, such as `org.apache.kafka.tools.ConsoleProducer`. */
  readonly main: string
  readonly args: readonly string[]
  /** What it reads from its standard input. */
  readonly input?: string
}

/** Runs one of Kafka's own tools, for what our client cannot do; resolves with what it prints, rejects where it fails. */
export const runKafkaTool = async ({ main, args, input = '' }: KafkaTool): Promise<string> => {
  const java = findJava()
  const jars = await fetchKafka({ cacheDir: userCacheFolder(), log: () => {} })
  const jvm = ['-XX:+UseSerialGC', '-XX:TieredStopAtLevel=1', '-cp', join(jars, '*')]
  const child = spawn(java, [...jvm, main, ...args])
  child.stdin.on('error', () => {})
  child.stdin.end(input)
  const printed: string[] = []
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (data) => printed.push(String(data)))
  const code = await new Promise((resolve, reject) => {
    child.once('error', reject)
    child.once('close', resolve)
  })
  if (code !== 0) throw new Error(`${main} ended with ${code}: ${printed.join('')}`)
  return printed.join('')
}
