import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'

/** The user as which the server's programs run. */
export interface ServerUser {
  readonly name: string
  readonly uid: number
  readonly gid: number
}

/** Users that are made for running things without rights, the better one first. */
const UNPRIVILEGED = ['postgres', 'nobody']

const passwdLine = /^([^:]*):[^:]*:(\d+):(\d+):/

/** The first user of `UNPRIVILEGED` in the text of a passwd file. */
export const unprivilegedUser = (passwd: string): ServerUser | undefined => {
  const users = passwd.split('\n').flatMap((line) => {
    const match = passwdLine.exec(line)
    return match === null ? [] : [{ name: match[1]!, uid: Number(match[2]), gid: Number(match[3]) }]
  })
  return UNPRIVILEGED.flatMap((name) => users.filter((user) => user.name === name && user.uid !== 0))[0]
}

/** PostgreSQL refuses to run as root: then the user to change to. Undefined where no change is needed. */
export const serverUser = (): ServerUser | undefined =>
  process.getuid?.() === 0 ? unprivilegedUser(readFileSync('/etc/passwd', 'utf8')) : undefined

/** Spawn options that run a program as `user`, with nothing of our environment that could sway it. */
export const asUser = (user: ServerUser | undefined) => ({
  ...(user === undefined ? {} : { uid: user.uid, gid: user.gid }),
  env: { PATH: process.env.PATH, LC_ALL: 'C', TZ: 'UTC' },
})

/** True where `user` can enter `folder`: a folder of root's home is closed to everybody else. */
export const canEnter = (folder: string, user: ServerUser | undefined): boolean =>
  spawnSync('sh', ['-c', 'cd "$1"', 'sh', folder], { ...asUser(user), cwd: '/', stdio: 'ignore' }).status === 0
