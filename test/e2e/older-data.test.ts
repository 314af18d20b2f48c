import { describe, expect } from 'vitest'
import {
  batch,
  hypothesisTest,
  lines,
  olderHypothesisTest,
  realGoldens,
  realTraffic,
} from '../fixtures/runbook-events.ts'
import { test } from '../support/aios-in-turn.ts'
import type { Project } from '../support/project.ts'
import { scriptedModels } from '../support/scripted-models.ts'

/** The folder of the runbook's logs, with the real numbers of events, and others between them. */
const analytics = {
  'data_core/analytics/hypotheses.ndjson': lines(
    [...realTraffic().slice(0, 700), hypothesisTest(1), batch(2), ...realTraffic().slice(700), olderHypothesisTest(3)],
    '\r\n',
  ),
  'data_core/analytics/golden_tests.ndjson': `\ufeff${lines(realGoldens())}`,
}

const golden = (id: string, question: string, more: object = {}) => ({ id, question, trait: 'general', ...more })
const SET = [
  golden('moon_1', 'hi', { expected_tier: 'trivial_low', expected_source: 'embedder', description: 'small talk' }),
  golden('moon_2', 'Who was first on the moon?', { expected_tier: 'moderate_high' }),
]

const recorded = ({ id, question }: { id: string; question: string }, change: object = {}) => ({
  id,
  question,
  trait: 'general',
  response: 'A reply.',
  latency_ms: 8_615.067600039765,
  source: 'embedder',
  tier: 'trivial_low',
  response_type: 'direct_embedder',
  response_length: 8,
  timestamp: '2025-10-07T17:34:19.355058',
  ...change,
})

const baseline = (tests: readonly object[]) =>
  JSON.stringify({
    timestamp: '2025-10-07T17:34:05.739070',
    golden_set: String.raw`data_core\goldens\another_name.json`,
    total_tests: tests.length,
    tests,
    summary: { main_model: 0, embedder: tests.length, avg_latency_ms: 8_615 },
  })

const modelFile = (server: string) =>
  JSON.stringify({
    main_model: { model_name: 'big', api_url: server, temperature: 0.7, max_tokens: 2048 },
    auditor: { model_name: 'other', api_url: server, temperature: 0.3, max_tokens: 512 },
    embedder: { model_name: 'small', api_url: `${server}/embeddings`, fallback_dimension: 1024 },
    model_switching: { enabled: true, current_main: 'big', current_embedder: 'small' },
  })

describe("the runbook's logs", () => {
  const facts = async (project: Project, args: string[]) => {
    const { exitCode, output } = await project.aios([...args, '--json'])
    return { exitCode, facts: JSON.parse(output) as Record<string, unknown> }
  }

  test('are read by every command, without a damaged event', async ({ project }) => {
    await project.write(analytics)
    const logs = ['data_core/analytics/*.ndjson', 'data_core/analytics'] as const
    for (const log of logs) {
      const slo = ['slo', '--since', '2025-01-01', '--log', log]
      expect(await facts(project, [...slo, '--p95-ms', '20000', '--drift', '0.08'])).toMatchObject({
        exitCode: 0,
        facts: { sets: [{ set: 'goldens of older logs', objectives: [{ n: 111 }, { met: true }, {}] }] },
      })
    }
    const slow = await project.aios(['slo', '--since', '2025-01-01', '--log', logs[1], '--p95-ms', '9000'])
    expect(slow.exitCode).toBe(2)
    expect(slow.output).not.toContain('damaged')
    const rated = await project.aios(['slo', '--since', '2025-01-01', '--log', logs[1], '--pass-rate', '0.5'])
    expect(rated.exitCode).toBe(1)
    expect(rated.output).toContain('older events have no verdict')

    const evaluated = await project.aios(['router', 'evaluate', '--log', logs[1]])
    expect(evaluated.output).toContain('left out: 1236 older events without a latency and a verdict')
    expect(evaluated.output).not.toContain('damaged')
    const learnt = await project.aios(['router', 'learn', '--log', logs[0], '--dry-run'])
    expect(learnt.output).toContain('left out: 1366 older events without a verdict')
    expect(learnt.output).not.toContain('could not be read')
    const nowhere = await project.aios(['router', 'learn', '--log', 'nowhere.ndjson'])
    expect(nowhere).toMatchObject({ exitCode: 1, output: expect.stringContaining('nowhere.ndjson: no such file') })
  })

  test('are read in the folder of the project, too', async ({ project }) => {
    await project.write(analytics)
    const args = ['slo', '--since', '2025-01-01', '--drift', '0.02']
    const { exitCode, output } = await project.aios(args, { AIOS_DIR: 'data_core/analytics' })
    expect(output).toContain('boundaryDrift 0.03 (at most 0.02), n 1: not met')
    expect(exitCode).toBe(2)
  })
})

test("judges the runbook's report by objectives", async ({ project }) => {
  const metrics = { pass_rate: 1.0, p50_ms: 12_001.5, p95_ms: 14_606.8, mean_ms: 11_741.13 }
  const report = { timestamp: '2025-10-07T17:55:57.817753', status: 'PASS', regressions_detected: [], metrics }
  await project.write({ 'old/report.json': JSON.stringify(report) })
  const args = ['slo', '--report', 'old/report.json', '--max-age', '99999d', '--p95-ms']
  const met = await project.aios([...args, '20000'])
  expect(met).toMatchObject({ exitCode: 0, output: expect.stringContaining('p95Ms 14.6 s (at most 20.0 s)') })
  expect((await project.aios([...args, '14000'])).exitCode).toBe(2)
})

test("the runbook's set, baseline and model file make a run that compares", async ({ project, onTestFinished }) => {
  const server = await scriptedModels(['big', 'small'], () => 'A reply.')
  onTestFinished(() => server.close())
  await project.write({
    'goldens/my_set.json': `\ufeff${JSON.stringify(SET, null, 2).replaceAll('\n', '\r\n')}`,
    'goldens/a.golden.test.ts': `import { describeGoldens } from 'vitest-aios'\ndescribeGoldens('whatever it is called', './my_set.json')\n`,
    'old/baseline_results.json': baseline(SET.map((each) => recorded(each))),
    'old/model_config.json': modelFile(server.url),
    'vitest.config.ts': `import { defineConfig } from 'vitest/config'
import { aios } from 'vitest-aios/plugin'
export default defineConfig({ plugins: [aios({ baseline: 'old/baseline_results.json' })] })\n`,
  })
  const env = { AIOS_BACKEND: 'live', AIOS_MODEL_CONFIG: 'old/model_config.json' }
  const { exitCode, output } = await project.vitest(['run', 'goldens'], env)
  expect(output).toMatch(/typical latency -\d/)
  expect(output).not.toContain('does not contain this set')
  expect(output).not.toContain('did not run')
  expect(exitCode).toBe(0)
  expect(JSON.parse(await project.read('old/baseline_results.json'))).toHaveProperty('tests')

  const one = await project.vitest(['run', 'goldens', '-t', 'moon_1'], env)
  expect(one.output).not.toContain('did not run')

  const wrong = SET.map((each) => ({ ...each, expected_source: 'main_model' }))
  await project.write({ 'goldens/my_set.json': JSON.stringify(wrong) })
  const missed = await project.vitest(['run', 'goldens'], env)
  expect(missed.output).toContain('a reply of main_model (expected_source), found embedder')
  expect(missed.exitCode).toBe(1)
})

test("a run continues with the runbook's router state", async ({ project }) => {
  const buckets = {
    control: { boundary_offset: 0.0, sample_count: 20, quality_score: 0.5 },
    treatment: { boundary_offset: -0.05, sample_count: 22, quality_score: 0.6 },
  }
  const state = { timestamp: '2025-10-09T03:01:24.435345', buckets, conversation_buckets: { conv_1: 'treatment' } }
  await project.write({ '.aios/adaptive_routing_state.json': JSON.stringify(state) })
  const { exitCode, output } = await project.aios(['router'])
  expect(output).toContain('control 0.5, treatment 0.45 (drift 0.05 of at most 0.08)')
  expect(output.replace(/\s+/g, ' ')).toContain('last written 2025-10-09T03:01:24.435Z')
  expect(exitCode).toBe(0)
})
