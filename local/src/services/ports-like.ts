import { freePort } from '../free-port.ts'

/** A port for each name: the one wished for where nobody listens on it, else a free one. */
export const portsLike = async <Name extends string>(
  names: readonly Name[],
  wished: Readonly<Record<Name, number>> | undefined,
): Promise<Readonly<Record<Name, number>>> => {
  const entries = names.map(async (name) => [name, await freePort(wished?.[name]).catch(() => freePort())])
  return Object.fromEntries(await Promise.all(entries)) as Record<Name, number>
}
