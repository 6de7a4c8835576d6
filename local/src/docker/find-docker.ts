import { OrderUpError } from '@order-up/contracts'
import { runDocker } from './run-docker.ts'

/** A Docker engine that can be used, and where; or why there is none, though one may answer. */
export type DockerFound =
  | { readonly kind: 'there'; readonly host: string }
  | { readonly kind: 'missing'; readonly reason: string; readonly engineAnswers: boolean }

export interface DockerAsked {
  /** Address of the engine; that which docker's program talks to, where none is given. */
  readonly host?: string | undefined
  /** How long each answer may take; two seconds where it is not said. */
  readonly withinMs?: number
  /** Gives up; its reason is thrown. */
  readonly signal?: AbortSignal | undefined
}

/** The program alone proves nothing: it may wait for an engine that never answers. */
const PROBE_MS = 2_000

/** Where nothing but Docker will do, a busy machine may take its time. */
const NEED_MS = 10_000

interface Question {
  readonly args: readonly string[]
  /** Who is asked. */
  readonly name: string
  /** What it means where the answer is no. */
  readonly lacking: string
}

const ENGINE: Question = {
  args: ['version', '--format', '{{.Server.Version}}'],
  name: 'the Docker engine',
  lacking: 'no Docker engine answers',
}
const COMPOSE: Question = {
  args: ['compose', 'version', '--short'],
  name: 'docker compose',
  lacking: 'docker compose is not installed',
}
const HOST: Question = {
  args: ['context', 'inspect', '--format', '{{.Endpoints.docker.Host}}'],
  name: 'docker context',
  lacking: 'docker knows no context',
}

type Answer = { readonly kind: 'printed'; readonly text: string } | { readonly kind: 'none'; readonly reason: string }

/** What docker prints; the reason where there is no docker, where it fails, or where it takes too long. */
const answerTo = async ({ args, name, lacking }: Question, asked: DockerAsked): Promise<Answer> => {
  const { host, withinMs = PROBE_MS, signal } = asked
  const late = AbortSignal.timeout(withinMs)
  const either = signal === undefined ? late : AbortSignal.any([late, signal])
  const failed = { ok: false, stdout: '' }
  const { ok, stdout } = await runDocker({ args, host, signal: either, heedMs: 0 }).catch(() => failed)
  signal?.throwIfAborted()
  if (ok && stdout !== '') return { kind: 'printed', text: stdout }
  return { kind: 'none', reason: late.aborted ? `${name} did not answer within ${withinMs / 1000} s` : lacking }
}

/** Asks docker for its context, for its engine, and for what else is needed, at the same time; the first answer missing is the reason. */
const probe = async (needs: readonly Question[], asked: DockerAsked): Promise<DockerFound> => {
  const answers = await Promise.all([ENGINE, ...needs, HOST].map((question) => answerTo(question, asked)))
  const lacking = answers.find((answer) => answer.kind === 'none')
  const engineAnswers = answers[0]?.kind === 'printed'
  if (lacking !== undefined) return { kind: 'missing', reason: lacking.reason, engineAnswers }
  return { kind: 'there', host: (answers.at(-1) as Extract<Answer, { kind: 'printed' }>).text }
}

/** The Docker engine that docker's program talks to, wherever it is. */
export const findEngine = (): Promise<DockerFound> => probe([], {})

/** What this machine's engines are reached by: the ports of any other engine are ports of another machine. */
const LOCAL = /^(unix|npipe):\/\//

/** The Docker engine of this machine, where `docker compose` can be had too. */
export const findDocker = async (asked: DockerAsked = {}): Promise<DockerFound> => {
  const found = await probe([COMPOSE], asked)
  if (found.kind === 'missing' || LOCAL.test(found.host)) return found
  return { kind: 'missing', reason: 'the engine is on another machine', engineAnswers: true }
}

/**
 * Where the engine with `docker compose` answers, be it after ten seconds; throws OU1222 where there is none, or not the
 * one at `host`.
 */
export const needDocker = async ({ host, signal }: Omit<DockerAsked, 'withinMs'> = {}): Promise<string> => {
  const docker = await findDocker({ host, signal, withinMs: NEED_MS })
  if (docker.kind === 'there') return docker.host
  if (host === undefined) throw new OrderUpError('OU1222', { detail: docker.reason })
  throw new OrderUpError('OU1222', {
    detail: `${docker.reason} at ${host}`,
    hint: 'start Docker again: it has what was started in this data folder',
  })
}
