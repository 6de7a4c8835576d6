import { findDocker } from '../src/docker/find-docker.ts'

/**
 * Describes tests that need Docker and its compose plugin. Where it does not answer they are skipped, with the reason in
 * their title; with REQUIRE_DOCKER=1 the reason is an error. To be awaited at the top of a test file.
 */
export const describeWithDocker = async (title: string, body: () => void): Promise<void> => {
  const docker = await findDocker()
  if (docker.kind === 'there') {
    describe(title, body)
    return
  }
  if (process.env.REQUIRE_DOCKER === '1') throw new Error(docker.reason)
  describe.skip(`${title} (${docker.reason})`, body)
}
