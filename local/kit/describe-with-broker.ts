import { describeStarted } from './describe-started.ts'
import { startTestBroker, type TestBroker } from './test-broker.ts'
import { startedOrReason } from './test-services.ts'

/**
 * Describes tests that need a broker of their own. Where there can be none they are skipped, with the reason in their
 * title. To be awaited at the top of a test file.
 */
export const describeWithBroker = async (title: string, body: (broker: TestBroker) => void): Promise<void> => {
  const skipped = (): void => test('needs a broker', () => {})
  describeStarted(title, await startedOrReason(startTestBroker), { body, skipped })
}
