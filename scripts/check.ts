// Runs every check that decides whether a change may land, as CI does. `npm run check -- lint types` runs some of them,
// with what they need. As many run at a time as there are cores, and the tests run last; each prints its output when it
// ends, the tests print as they go. A check that fails does not stop the others. The last line counts checks and tests;
// exit code 0: none failed. With `AIOS_TEST_NO_SKIP=1` a skipped test counts as a failure.
import { mkdirSync, readFileSync, rmSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { join } from 'node:path'
import { x } from 'tinyexec'

interface Check {
  /** The arguments of npm. */
  npm: string[]
  env?: Record<string, string>
  /** The checks that must have ended before. */
  after?: string[]
}

interface TestCounts {
  numPassedTests: number
  numFailedTests: number
  numPendingTests: number
}

const root = join(import.meta.dirname, '..')
const report = join(root, '.aios/check-tests.json')
const reporters = ['--reporter=default', '--reporter=./test/support/progress.ts', '--reporter=json']
const vitest = ['vitest', 'run', '--config', 'test/vitest.config.ts', ...reporters, `--outputFile=${report}`]
const TESTS: Check = { npm: ['exec', '--', ...vitest] }

/** By name; those that take longest or that others wait for come first. */
const CHECKS: Readonly<Record<string, Check>> = {
  build: { npm: ['run', 'build'] },
  models: { npm: ['run', 'aios', '--', 'models', 'pull', 'tiny'] },
  lint: { npm: ['run', 'lint'] },
  types: { npm: ['run', 'types'] },
  generated: { npm: ['run', 'generated'] },
  knip: { npm: ['run', 'knip'] },
  goldens: { npm: ['run', 'goldens'], env: { AIOS_BACKEND: 'replay' } },
  // Both write the provenance log.
  hypotheses: { npm: ['run', 'hypotheses'], env: { AIOS_BACKEND: 'replay' }, after: ['goldens'] },
  // To pack would build again.
  package: {
    npm: ['exec', '--', 'publint', '--strict'],
    env: { npm_config_ignore_scripts: 'true' },
    after: ['build'],
  },
  tests: TESTS,
}

const names = process.argv.slice(2)
const unknown = names.filter((name) => CHECKS[name] === undefined)
if (unknown.length > 0) {
  console.error(`unknown check "${unknown.join('", "')}". Checks: ${Object.keys(CHECKS).join(', ')}`)
  process.exit(1)
}
const needsBuild = names.includes('package') || names.includes('tests')
const chosen = Object.entries(CHECKS).filter(
  ([name]) => names.length === 0 || names.includes(name) || (name === 'build' && needsBuild),
)

mkdirSync(join(root, '.aios'), { recursive: true })
let passed = 0
let failed = 0
const failedChecks: string[] = []

const waiting = new Map(chosen.filter(([name]) => name !== 'tests'))
const ended = new Set<string>()
await Promise.all(Array.from({ length: availableParallelism() }, runWaiting))
if (chosen.some(([name]) => name === 'tests')) await runTests()

// Repeated at the end, so that the output of thousands of tests does not hide it.
if (failedChecks.length > 0) console.log(`\n== failed: ${failedChecks.join(', ')}`)
console.log(`\n${passed} passed, ${failed} failed`)
process.exitCode = failed === 0 ? 0 : 1

/** Runs one waiting check after the other; ends when none is left that may start. */
async function runWaiting(): Promise<void> {
  for (;;) {
    const next = [...waiting].find(([, { after = [] }]) => after.every((name) => ended.has(name) || !isChosen(name)))
    if (next === undefined) return
    const [name, check] = next
    waiting.delete(name)
    const lines: string[] = []
    const run = start(check)
    for await (const line of run) lines.push(line)
    const { exitCode } = await run
    console.log(['', `== ${name}: npm ${check.npm.join(' ')}`, ...lines].join('\n'))
    record(name, exitCode === 0)
    ended.add(name)
  }
}

async function runTests(): Promise<void> {
  console.log(`\n== tests: npm ${TESTS.npm.join(' ')}`)
  rmSync(report, { force: true })
  const { exitCode } = await start(TESTS, 'inherit')
  record('tests', exitCode === 0 && areGood(readCounts()))
}

function isChosen(name: string): boolean {
  return chosen.some(([each]) => each === name)
}

function start({ npm, env = {} }: Check, stdio: 'inherit' | 'pipe' = 'pipe') {
  return x('npm', npm, { nodeOptions: { cwd: root, stdio, env: { CI: 'true', NO_COLOR: '1', ...env } } })
}

function record(name: string, isGood: boolean): void {
  if (isGood) passed += 1
  else {
    failed += 1
    failedChecks.push(name)
    console.log(`== ${name} FAILED`)
  }
}

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
