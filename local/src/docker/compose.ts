import { OrderUpError } from '@order-up/contracts'
import { COMPOSE_FILE, type ComposeProject, composeVariables } from './compose-project.ts'
import { runDocker } from './run-docker.ts'

const LIST_MS = 10_000

/** Lines of what is about to be done: another says when it has been. */
const BEGUN = /(Creating|Starting|Waiting|Stopping|Removing)$/

export interface ComposeRun {
  /** Told of the progress, a line at a time. */
  readonly log: (line: string) => void
  readonly signal?: AbortSignal | undefined
}

/** Lets docker compose do something with the project; throws OU1223, with its last lines, where it fails. */
const compose = async (project: ComposeProject, words: readonly string[], run: ComposeRun): Promise<void> => {
  const told = new Set<string>()
  const log = (line: string): void => {
    if (!BEGUN.test(line) && !told.has(line)) run.log(line)
    told.add(line)
  }
  const { ok, lastLines } = await runDocker({
    args: ['compose', '--file', COMPOSE_FILE, '--project-name', project.project, '--ansi', 'never', ...words],
    host: project.host,
    environment: composeVariables(project),
    ...run,
    log,
  })
  if (ok) return
  throw new OrderUpError('OU1223', { detail: `docker compose ${words[0]}`, cause: new Error(lastLines) })
}

/** What docker lists of a project, a line each; throws OU1223 where it does not say so within ten seconds. */
const listed = async (
  { project, host }: ComposeProject,
  words: readonly string[],
  signal?: AbortSignal,
): Promise<readonly string[]> => {
  const args = [...words, '--filter', `label=com.docker.compose.project=${project}`]
  const late = AbortSignal.timeout(LIST_MS)
  const either = signal === undefined ? late : AbortSignal.any([late, signal])
  const detail = `docker ${words[0]}`
  const answer = await runDocker({ args, host, signal: either, heedMs: 0 }).catch((cause: unknown) => {
    signal?.throwIfAborted()
    throw late.aborted ? new OrderUpError('OU1223', { detail: `${detail} takes too long`, cause }) : cause
  })
  if (!answer.ok) throw new OrderUpError('OU1223', { detail, cause: new Error(answer.lastLines) })
  return answer.stdout === '' ? [] : answer.stdout.split('\n')
}

/** The services of the project that run, by their names in the compose file. Throws OU1222 and OU1223. */
export const runningContainers = async (
  project: ComposeProject,
  signal?: AbortSignal,
): Promise<ReadonlySet<string>> => {
  const format = '{{.Label "com.docker.compose.service"}}'
  return new Set(await listed(project, ['ps', '--format', format], signal))
}

/** True where the project has data, though nothing may run. Throws OU1222 and OU1223. */
export const hasVolumes = async (project: ComposeProject): Promise<boolean> =>
  (await listed(project, ['volume', 'ls', '--quiet'])).length > 0

/** Starts the project and resolves when every service is healthy. Throws OU1222 and OU1223. */
export const composeUp = (project: ComposeProject, run: ComposeRun): Promise<void> =>
  compose(project, ['up', '--detach', '--wait', '--quiet-pull'], run)

/** Stops the project and removes its containers, and with `wipe` its data. Throws OU1222 and OU1223. */
export const composeDown = async (project: ComposeProject, wipe: boolean, run: ComposeRun): Promise<void> => {
  // Volumes that an image makes for itself have no name, and would stay for ever.
  await compose(project, ['rm', '--stop', '--force', '--volumes'], run)
  await compose(project, ['down', '--remove-orphans', ...(wipe ? ['--volumes'] : [])], run)
}
