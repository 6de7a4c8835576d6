import { OrderUpError } from '@order-up/contracts'
import { runDocker } from './run-docker.ts'

/** A Docker engine that answers, and where; or why there is none. */
export type DockerFound =
  | { readonly kind: 'there'; readonly host: string }
  | { readonly kind: 'missing'; readonly reason: string }

/** The program alone proves nothing: it may wait for an engine that never answers. */
const PROBE_MS = 2_000

const ENGINE = ['version', '--format', '{{.Server.Version}}']
const COMPOSE = ['compose', 'version', '--short']
const HOST = ['context', 'inspect', '--format', '{{.Endpoints.docker.Host}}']

/** What docker prints; undefined where there is no docker, where it fails, or where it takes too long. */
const printed = (args: readonly string[], host: string | undefined): Promise<string | undefined> =>
  runDocker({ args, host, signal: AbortSignal.timeout(PROBE_MS), heedMs: 0 }).then(
    ({ ok, stdout }) => (ok && stdout !== '' ? stdout : undefined),
    () => undefined,
  )

/** Asks docker for its context, and for what is needed, at the same time; the first answer missing is the reason. */
const probe = async (needs: Readonly<Record<string, readonly string[]>>, host?: string): Promise<DockerFound> => {
  const asked = Object.entries({ ...needs, 'docker knows no context': HOST })
  const answers = await Promise.all(asked.map(([, args]) => printed(args, host)))
  const lacking = asked.find((_, index) => answers[index] === undefined)
  return lacking ? { kind: 'missing', reason: lacking[0] } : { kind: 'there', host: answers.at(-1)! }
}

/** The Docker engine at `host`, or the one that docker's program talks to; within two seconds. */
export const findEngine = (host?: string): Promise<DockerFound> => probe({ 'no Docker engine answers': ENGINE }, host)

/** The same, where `docker compose` can be had too. */
export const findDocker = (host?: string): Promise<DockerFound> =>
  probe({ 'no Docker engine answers': ENGINE, 'docker compose is not installed': COMPOSE }, host)

/** Where the engine with `docker compose` answers; throws OU1222 where there is none, or not the one at `host`. */
export const needDocker = async (host?: string): Promise<string> => {
  const docker = await findDocker(host)
  if (docker.kind === 'there') return docker.host
  if (host === undefined) throw new OrderUpError('OU1222', { detail: docker.reason })
  throw new OrderUpError('OU1222', {
    detail: `${docker.reason} at ${host}`,
    hint: 'start Docker again: it has what was started in this data folder',
  })
}
