/**
 * Kills engines, sinks and the broker, puts engines to sleep and cuts connections, while orders come in; then holds topics
 * and tables against the batch reference. `--proof` goes on from seed to seed, with its record in docs/proof, until it has enough; `--seed N` runs one
 * round; `--engine dataflow`: one to three instances of that engine come and go.
 */
import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import type { Plan } from './life.ts'
import { addToRecord, readRecord, type Sum, sumOf } from './record-file.ts'
import { recordPage, sumLines } from './record-page.ts'
import { type EngineName, type RoundRecord, runRound } from './round.ts'
import { type Services, startServices } from './services.ts'

const proofOf = (engine: EngineName): string =>
  fileURLToPath(new URL(`../../../../docs/proof/${RECORDS[engine]}`, import.meta.url))
const RECORDS: Readonly<Record<EngineName, string>> = { simple: 'kafka-faults', dataflow: 'kafka-faults-dataflow' }
const PARTITIONS = 4
const RATE = 150
const ROUND = { kills: 10, zombies: 1, troubles: 3 }
const ENOUGH = { kills: 200, zombies: 20, events: 300_000 }

const say = (line: string): void => void process.stderr.write(`${line}\n`)

const engineNamed = (name: string): EngineName => {
  if (!Object.hasOwn(RECORDS, name)) throw new Error(`no engine ${name}, only ${Object.keys(RECORDS).join(' and ')}`)
  return name as EngineName
}

const isEnough = ({ kills, zombies, events }: Sum): boolean =>
  kills >= ENOUGH.kills && zombies >= ENOUGH.zombies && events >= ENOUGH.events

const print = (rounds: readonly RoundRecord[]): void => {
  for (const { seed, differences } of rounds) for (const difference of differences) say(`seed ${seed}: ${difference}`)
  process.stdout.write(`${sumLines(sumOf(rounds)).join('\n')}\n`)
}

const runSeed = (services: Services, plan: Plan): Promise<RoundRecord> => {
  say(`seed ${plan.seed}: ${plan.kills} kills, ${plan.zombies} sleeps, ${plan.troubles} troubles`)
  return runRound({ ...services, engine, plan, partitions: PARTITIONS, ratePerSecond: RATE, log: say })
}

const prove = async (services: Services): Promise<readonly RoundRecord[]> => {
  mkdirSync(dirname(RECORD), { recursive: true })
  for (;;) {
    const rounds = readRecord(RECORD)
    if (isEnough(sumOf(rounds)) || sumOf(rounds).failed > 0) return rounds
    const seed = Math.max(0, ...rounds.map((round) => round.seed)) + 1
    addToRecord(RECORD, await runSeed(services, { seed, ...ROUND }))
    writeFileSync(PAGE, recordPage(readRecord(RECORD), engine))
  }
}

const { values } = parseArgs({
  options: {
    engine: { type: 'string', default: 'simple' },
    proof: { type: 'boolean' },
    seed: { type: 'string', default: '1' },
  },
})
const engine = engineNamed(values.engine)
const [RECORD, PAGE] = [`${proofOf(engine)}.jsonl`, `${proofOf(engine)}.md`]
const services = await startServices()
try {
  const one = { seed: Number(values.seed), ...ROUND }
  const rounds = values.proof === true ? await prove(services) : [await runSeed(services, one)]
  print(rounds)
  process.exitCode = sumOf(rounds).failed > 0 ? 1 : 0
} finally {
  await services.stop()
}
