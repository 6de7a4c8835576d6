// Sums up the reports that jest wrote for each package in the tasks named: every skip, then `N passed, N failed`.
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

const tasks = process.argv.length > 2 ? process.argv.slice(2) : ['test']
const { workspaces } = JSON.parse(readFileSync('package.json', 'utf8'))
const files = workspaces.flatMap((workspace) =>
  tasks.map((task) => join(workspace, '.report', `${task.replace(':', '-')}.json`)),
)
const totals = { passed: 0, failed: 0, skipped: 0 }

for (const file of files.filter((path) => existsSync(path))) {
  const report = JSON.parse(readFileSync(file, 'utf8'))
  totals.passed += report.numPassedTests
  totals.failed += report.numFailedTests + report.numRuntimeErrorTestSuites
  totals.skipped += report.numPendingTests
  for (const test of report.testResults.flatMap((suite) => suite.assertionResults))
    if (test.status === 'pending') console.log(`skipped: ${test.fullName}`)
}

console.log(
  `${totals.passed} passed, ${totals.failed} failed${totals.skipped > 0 ? `, ${totals.skipped} skipped` : ''}`,
)
process.exit(totals.failed > 0 || totals.passed === 0 ? 1 : 0)
