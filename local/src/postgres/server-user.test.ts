import { unprivilegedUser } from './server-user.ts'

test('PostgreSQL runs as postgres where there is such a user, else as nobody', () => {
  const root = 'root:x:0:0:root:/root:/bin/bash'
  const nobody = 'nobody:x:65534:65534:nobody:/nonexistent:/usr/sbin/nologin'
  const postgres = 'postgres:x:101:104:PostgreSQL administrator,,,:/var/lib/postgresql:/bin/bash'

  const chosen = [
    [root, nobody, postgres],
    [root, nobody],
    [root, 'nobody:*:-2:-2:Unprivileged User:/var/empty:/usr/bin/false'],
    [root, 'postgres:x:0:0::/:'],
  ].map((lines) => unprivilegedUser(lines.join('\n')))

  expect(chosen).toEqual([
    { name: 'postgres', uid: 101, gid: 104 },
    { name: 'nobody', uid: 65_534, gid: 65_534 },
    undefined,
    undefined,
  ])
})
