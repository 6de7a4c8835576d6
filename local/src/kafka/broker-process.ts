import { type ChildProcess, spawn } from 'node:child_process'
import { closeSync, openSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { OrderUpError } from '@order-up/contracts'
import { tethered } from '../tether.ts'
import { brokerAnswers } from './broker-probe.ts'
import { propertiesFile } from './broker-record.ts'
import { LOGGING_FILE } from './kafka-files.ts'

/** Seconds on an idle machine, minutes on one that has other things to do. */
const READY_MS = 180_000
const POLL_MS = 100
const LAST_LINES = 5
const JVM = ['-Xms128m', '-Xmx512m', '-XX:+UseSerialGC', '-XX:TieredStopAtLevel=1', '-Djava.awt.headless=true']

const logFile = (dataDir: string): string => join(dataDir, 'kafka.log')

/** The error of a broker that did not start, with the last lines of its log. */
export const didNotStart = (dataDir: string): OrderUpError => {
  const lines = readFileSync(logFile(dataDir), 'utf8').trimEnd().split('\n')
  return new OrderUpError('OU1210', { detail: lines.slice(-LAST_LINES).join('\n') })
}

export interface BrokerProgram {
  readonly java: string
  readonly classPath: string
  readonly dataDir: string
  /** Goes on when this process ends. */
  readonly keepRunning: boolean
}

/** Lets go of a broker as a child of ours: we may end before it does. */
const release = (child: ChildProcess): void => {
  child.unref()
  const stdin = child.stdin as (NonNullable<ChildProcess['stdin']> & { unref(): void }) | null
  stdin?.unref()
  stdin?.on('error', () => {})
  child.once('exit', () => stdin?.end('\n'))
}

/**
 * Runs the broker in a session of its own, so that an interrupt typed at our terminal reaches us alone. It shuts down
 * properly when this process ends, however that comes, unless it is to go on.
 */
export const spawnBroker = ({ java, classPath, dataDir, keepRunning }: BrokerProgram): ChildProcess => {
  const output = openSync(logFile(dataDir), 'w')
  const logging = `-Dlog4j2.configurationFile=${LOGGING_FILE}`
  const args = [...JVM, logging, '-cp', classPath, 'kafka.Kafka', propertiesFile(dataDir)]
  const [command, words] = keepRunning ? [java, args] : tethered('TERM', [java, ...args])
  const stdin = keepRunning ? 'ignore' : 'pipe'
  const child = spawn(command, words, { cwd: dataDir, detached: true, stdio: [stdin, output, output] })
  closeSync(output)
  release(child)
  return child
}

/** What became of a broker that was started: it answers clients, has ended by itself, or takes too long. */
export const startOf = async (child: ChildProcess, port: number): Promise<'ready' | 'ended' | 'late'> => {
  const deadline = performance.now() + READY_MS
  while (performance.now() < deadline) {
    if (child.exitCode !== null || child.signalCode !== null) return 'ended'
    if (await brokerAnswers(port)) return 'ready'
    await sleep(POLL_MS)
  }
  return 'late'
}
