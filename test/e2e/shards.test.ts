import { rm } from 'node:fs/promises'
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

/** Two golden sets, the second of which fails one golden, and a server without latency, whose noise is not judged. */
async function twoSets(project: Project) {
  const wrong = {
    id: 'wrong',
    question: 'What is the capital of France?',
    trait: 'facts',
    expect: { contains: 'Paris' },
  }
  const options = { aios: 'regression: 100, slo: { passRate: 0.5 }' }
  await project.write(goldenProject({ first: numbered(4, 'a'), second: [...numbered(3, 'b'), wrong] }, options))
  const server = await scriptedModels(['big', 'small'], async () => {
    await setTimeout(10)
    return 'Lyon.'
  })
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
    const { server, env } = await twoSets(project)
    onTestFinished(() => server.close())
    const recorded = await project.vitest(['run', 'goldens', '--reporter=dot', '-u'], env)
    expectSummary(recorded.output)
    const reporters = ['--reporter=json', '--reporter=junit']
    const whole = await project.vitest(['run', 'goldens', ...reporters], { ...env, CI: 'true' })
    expectSummary(whole.output)
    const expected = await verdicts(project)

    for (const shard of ['1/2', '2/2']) {
      const run = await project.vitest(['run', 'goldens', `--shard=${shard}`, '--reporter=blob'], {
        ...env,
        CI: 'true',
      })
      expect(run.output).toContain('status     PASS')
    }
    const asked = server.asked().length
    const merged = await project.vitest(['run', '--merge-reports', '--reporter=tap'], { ...env, CI: 'true' })
    expectSummary(merged.output)
    expect(merged.exitCode).toBe(whole.exitCode)
    expect(await verdicts(project)).toEqual(expected)
    expect(server.asked()).toHaveLength(asked)

    await rm(join(project.dir, '.vitest/blob/blob-2-2.json'))
    const lost = await project.vitest(['run', '--merge-reports'], { ...env, CI: 'true' })
    expect(lost.output).toMatch(/the baseline also contains "(first|second)", which did not run/)
    expect(lost.exitCode).toBe(1)
  })
})

describe('beside others', () => {
  test('works with two projects', async ({ project, onTestFinished }) => {
    const { server, env } = await twoSets(project)
    onTestFinished(() => server.close())
    const named = (name: string, set: string) =>
      `{ extends: true, test: { name: '${name}', include: ['goldens/${set}*.ts'] } }`
    const options = `projects: [${named('one', 'first')}, ${named('two', 'second')}]`
    await project.write({ 'vitest.config.ts': configFile({ aios: 'regression: 100', test: options }) })
    const run = await project.vitest(['run', 'goldens', '--reporter=verbose', '-u'], env)
    expectSummary(run.output)
    expect(run.exitCode).toBe(0)
  })

  test('no more requests at once than slots, across files and workers', async ({ project, onTestFinished }) => {
    const { server, env } = await twoSets(project)
    onTestFinished(() => server.close())
    const sets = { first: numbered(12, 'a'), second: numbered(12, 'b') }
    await project.write(goldenProject(sets, { aios: 'slots: 3, regression: 100', test: 'maxWorkers: 2' }))
    const run = await project.vitest(['run', 'goldens', '-u'], env)
    expect(run.output).toMatch(/12\/12 pass[^]*12\/12 pass/)
    expect(server.busiest()).toBeLessThanOrEqual(3)
    expect(server.busiest()).toBeGreaterThan(1)
  })

  test('tags of golden sets filter', async ({ project, onTestFinished }) => {
    const { server, env } = await twoSets(project)
    onTestFinished(() => server.close())
    const [a, b] = numbered(2)
    await project.write(
      goldenProject(
        {
          first: [
            { ...a, tags: ['fast'] },
            { ...b, tags: ['slow'] },
          ] as never,
        },
        { aios: 'regression: 100' },
      ),
    )
    const run = await project.vitest(['run', 'goldens/first', '--tags-filter=fast', '-u'], env)
    expect(run.output).toContain('1/1 pass (only 1 of 2 ran)')
  })
})
