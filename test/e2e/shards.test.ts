import { rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { describe, expect } from 'vitest'
import { configFile, goldenProject, numbered } from '../support/golden-project.ts'
import { type Project, test } from '../support/project.ts'
import { scriptedModels } from '../support/scripted-models.ts'

interface Report {
  status: string
  sets: { set: string; status: string; counts: unknown; routing: unknown; comparison: { verdict: string | null } }[]
}

/** What a report says of each set, without what differs from run to run. */
async function verdicts(project: Project): Promise<unknown> {
  const report = JSON.parse(await project.read('.aios/last_report.json')) as Report
  const sets = report.sets.map(({ set, status, counts, routing, comparison }) => ({
    set,
    status,
    counts,
    routing,
    verdict: comparison.verdict,
  }))
  return { status: report.status, sets: sets.sort((a, b) => a.set.localeCompare(b.set)) }
}

/** A golden that a server which says "Lyon." fails. */
const WRONG = {
  id: 'wrong',
  question: 'What is the capital of France?',
  trait: 'facts',
  expect: { contains: 'Paris' },
}
/** Two golden sets, the second of which fails one golden. */
const SETS = { first: numbered(4, 'a'), second: [...numbered(3, 'b'), WRONG] }
/** A server without latency, whose noise is not judged. */
const OPTIONS = { aios: 'regression: 100, slo: { passRate: 0.5 }' }

async function serve(onTestFinished: (end: () => Promise<void>) => void) {
  const server = await scriptedModels(['big', 'small'], async () => {
    await setTimeout(10)
    return 'Lyon.'
  })
  onTestFinished(() => server.close())
  return { server, env: { AIOS_BACKEND: 'live', AIOS_BASE_URL: server.url } }
}

/** The summary of both sets, which no reporter replaces. */
function expectSummary(output: string): void {
  expect(output).toMatch(/goldens {4}first {2}4\/4 pass/)
  expect(output).toMatch(/goldens {4}second {2}3\/4 pass, 1 failed/)
}

describe('shards', { timeout: 240_000 }, () => {
  test('merged give the verdicts of one run beside any reporter, and do not pass where one is lost', async ({
    project,
    onTestFinished,
  }) => {
    const { server, env } = await serve(onTestFinished)
    const inCi = { ...env, CI: 'true' }
    // The baseline holds a golden and a set that are removed after it was recorded.
    await project.write(goldenProject({ ...SETS, first: numbered(5, 'a'), third: numbered(1, 'c') }, OPTIONS))
    const recorded = await project.vitest(['run', 'goldens', '--reporter=dot', '-u'], env)
    expect(recorded.output).toMatch(/goldens {4}first {2}5\/5 pass/)
    await project.write(goldenProject(SETS, OPTIONS))
    await rm(join(project.dir, 'goldens/third.golden.test.ts'))
    const reporters = ['--reporter=json', '--reporter=junit']
    const whole = await project.vitest(['run', 'goldens', ...reporters], inCi)
    expectSummary(whole.output)
    const expected = await verdicts(project)

    for (const shard of ['1/2', '2/2']) {
      const run = await project.vitest(['run', 'goldens', `--shard=${shard}`, '--reporter=blob'], inCi)
      expect(run.output).toContain('status     PASS')
    }
    const asked = server.asked().length
    const blob = (name: string) => join(project.dir, '.vitest/blob', name)
    await rename(blob('blob-1-2.json'), blob('any-name.json'))
    const merged = await project.vitest(['run', '--merge-reports', '--reporter=tap'], inCi)
    expectSummary(merged.output)
    expect(merged.output).toContain('the baseline also contains "third", which did not run')
    expect(merged.output).not.toContain('FAIL')
    expect(merged.exitCode, merged.output).toBe(0)
    expect(whole.exitCode).toBe(0)
    expect(await verdicts(project)).toEqual(expected)
    expect(server.asked()).toHaveLength(asked)

    await rm(blob('blob-2-2.json'))
    const lost = await project.vitest(['run', '--merge-reports'], inCi)
    expect(lost.output).toMatch(/the baseline also contains "(first|second)", which did not run/)
    expect(lost.output).toMatch(/status +FAIL \(the run failed: see note\)/)
    expect(lost.exitCode).toBe(1)
  })
})

describe('beside others', () => {
  test('works with two projects', async ({ project, onTestFinished }) => {
    const { env } = await serve(onTestFinished)
    const named = (name: string, set: string) =>
      `{ extends: true, test: { name: '${name}', include: ['goldens/${set}*.ts'] } }`
    const options = `projects: [${named('one', 'first')}, ${named('two', 'second')}]`
    await project.write({
      ...goldenProject(SETS),
      'vitest.config.ts': configFile({ aios: 'regression: 100', test: options }),
    })
    const run = await project.vitest(['run', 'goldens', '--reporter=verbose', '-u'], env)
    expectSummary(run.output)
    expect(run.exitCode).toBe(0)
  })

  test('no more requests at once than slots, across files and workers, of the goldens with a tag', async ({
    project,
    onTestFinished,
  }) => {
    const { server, env } = await serve(onTestFinished)
    const tagged = (prefix: string) => [
      ...numbered(12, prefix).map((golden) => ({ ...golden, tags: ['fast'] })),
      ...numbered(1, `slow-${prefix}`).map((golden) => ({ ...golden, tags: ['slow'] })),
    ]
    const sets = { first: tagged('a'), second: tagged('b') }
    await project.write(goldenProject(sets, { aios: 'slots: 3, regression: 100', test: 'maxWorkers: 2' }))
    const run = await project.vitest(['run', 'goldens', '--tags-filter=fast', '-u'], env)
    for (const set of Object.keys(sets))
      expect(run.output).toMatch(new RegExp(`goldens +${set} +12/12 pass \\(only 12 of 13 ran\\)`))
    expect(server.asked()).toHaveLength(24)
    expect(server.busiest()).toBeLessThanOrEqual(3)
    expect(server.busiest()).toBeGreaterThan(1)
  })
})
