// Runs every check that decides whether a change may land, as CI does. `npm run check -- lint types` runs some of them.
// A check that fails does not stop the others. The last line counts checks and tests; exit code 0: none failed.
// With `AIOS_TEST_NO_SKIP=1` a skipped test counts as a failure.
import { mkdirSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { x } from 'tinyexec'

interface TestCounts {
  numPassedTests: number
  numFailedTests: number
  numPendingTests: number
}

const root = join(import.meta.dirname, '..')
const report = join(root, '.aios/check-tests.json')

/** By name, the arguments of npm and further variables. */
const CHECKS: Readonly<Record<string, { npm: string[]; env?: Record<string, string> }>> = {
  lint: { npm: ['run', 'lint'] },
  types: { npm: ['run', 'types'] },
  generated: { npm: ['run', 'generated'] },
  knip: { npm: ['run', 'knip'] },
  package: { npm: ['run', 'publint'] },
  models: { npm: ['run', 'aios', '--', 'models', 'pull', 'tiny'] },
  goldens: { npm: ['run', 'goldens'], env: { AIOS_BACKEND: 'replay' } },
  hypotheses: { npm: ['run', 'hypotheses'], env: { AIOS_BACKEND: 'replay' } },
  tests: { npm: ['test', '--', '--reporter=default', '--reporter=json', `--outputFile=${report}`] },
}

const names = process.argv.slice(2)
const unknown = names.filter((name) => CHECKS[name] === undefined)
if (unknown.length > 0) {
  console.error(`unknown check "${unknown.join('", "')}". Checks: ${Object.keys(CHECKS).join(', ')}`)
  process.exit(1)
}

mkdirSync(join(root, '.aios'), { recursive: true })
let passed = 0
let failed = 0
const failedChecks: string[] = []
for (const [name, { npm, env = {} }] of Object.entries(CHECKS)) {
  if (names.length > 0 && !names.includes(name)) continue
  console.log(`\n== ${name}: npm ${npm.join(' ')}`)
  if (name === 'tests') rmSync(report, { force: true })
  const { exitCode } = await x('npm', npm, {
    nodeOptions: { cwd: root, stdio: 'inherit', env: { CI: 'true', NO_COLOR: '1', ...env } },
  })
  const isGood = name === 'tests' ? exitCode === 0 && areGood(readCounts()) : exitCode === 0
  if (isGood) passed += 1
  else {
    failed += 1
    failedChecks.push(name)
    console.log(`== ${name} FAILED`)
  }
}
// Repeated at the end, so that the output of thousands of tests does not hide it.
if (failedChecks.length > 0) console.log(`\n== failed: ${failedChecks.join(', ')}`)
console.log(`\n${passed} passed, ${failed} failed`)
process.exitCode = failed === 0 ? 0 : 1

/** The counts of Vitest; a missing report counts as 0 tests. */
function readCounts(): TestCounts {
  try {
    return JSON.parse(readFileSync(report, 'utf8')) as TestCounts
  } catch {
    return { numPassedTests: 0, numFailedTests: 0, numPendingTests: 0 }
  }
}

/** Adds the tests to the count. A run without tests is a failure. */
function areGood({ numPassedTests, numFailedTests, numPendingTests }: TestCounts): boolean {
  passed += numPassedTests
  failed += numFailedTests
  console.log(`== ${numPassedTests} tests passed, ${numFailedTests} failed, ${numPendingTests} skipped`)
  return numPassedTests > 0 && (numPendingTests === 0 || process.env['AIOS_TEST_NO_SKIP'] !== '1')
}
