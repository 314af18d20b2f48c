import { appendFile } from 'node:fs/promises'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect } from 'vitest'
import validateBaseline from '../../schemas/generated/baseline.validate.js'
import validate from '../../schemas/generated/migration-output.validate.js'
import validateState from '../../schemas/generated/router-state.validate.js'
import { batch, hypothesisTest, lines, realGoldens, realTraffic } from '../fixtures/runbook-events.ts'
import { test } from '../support/aios-in-turn.ts'
import type { Project } from '../support/project.ts'

interface Migrated {
  files: {
    state: string
    read: number
    kept: Record<string, number>
    set_aside: Record<string, number>
    backup: string
  }[]
}

async function migrate(project: Project, args: string[]): Promise<Migrated['files'][number]> {
  const { exitCode, output } = await project.aios([...args, '--json'])
  expect(exitCode, output).toBe(0)
  const data: unknown = JSON.parse(output)
  expect(validate(data), JSON.stringify(validate.errors)).toBe(true)
  const [file] = (data as Migrated).files
  if (file === undefined) throw new Error(output)
  return file
}

const recorded = (id: string, change: object = {}) => ({
  id,
  question: 'How deep is the lake?',
  trait: 'general',
  response: 'About 40 metres.',
  latency_ms: 8_615.067600039765,
  source: 'embedder',
  tier: 'trivial_low',
  response_type: 'direct_embedder',
  response_length: 16,
  timestamp: '2025-10-07T17:34:19.355058',
  ...change,
})

const BASELINE = {
  timestamp: '2025-10-07T17:34:05.739070',
  golden_set: String.raw`data_core\goldens\lakes.json`,
  total_tests: 5,
  tests: [
    recorded('lake_1', { response: 'first' }),
    recorded('lake_2', { response: 'deep '.repeat(800) }),
    recorded('lake_3', { source: 'unknown', response: '' }),
    recorded('lake_4', { response: 'Embedder error: 400' }),
    recorded('lake_1'),
  ],
  summary: { main_model: 0, embedder: 5, avg_latency_ms: 8_615 },
}

const STATE = {
  timestamp: '2025-10-09T03:01:24.435345',
  buckets: {
    control: { boundary_offset: 0.0, sample_count: 40, quality_score: 0.5, avg_latency_ms: 0.0 },
    treatment: { boundary_offset: 0.05, sample_count: 44, quality_score: 0.56, avg_latency_ms: 811.4 },
  },
  conversation_buckets: { conv_1: 'control', conv_2: 'treatment', conv_3: 'shadow' },
}

describe('migration of older files', { timeout: 180_000 }, () => {
  test('converts the logs, and every count stays', async ({ project }) => {
    const log = `${lines([...realTraffic(), hypothesisTest(1), batch(2)], '\r\n')}{"ts": "2025-10-07T1`
    await project.write({ 'old/hypotheses.ndjson': log, 'old/golden_tests.ndjson': `\ufeff${lines(realGoldens())}` })
    const count = async () =>
      (await project.aios(['events', '--count', '--json', '--log', 'old'])).output.replace(/^note: .*damaged.*\n/m, '')
    const before = await count()
    const dry = await project.aios(['events', 'migrate', 'old'])
    expect(dry.output).toContain('nothing was written. Convert with --in-place')
    const done = await project.aios(['events', 'migrate', 'old', '--in-place'])
    expect(done.exitCode, done.output).toBe(0)
    expect(done.output).toMatch(/hypotheses\.ndjson: converted\n {2}read 1258, kept 1257, set aside 1\n/)
    expect(done.output).toMatch(/set aside +1 {2}not JSON/)
    expect(await count()).toBe(before)
    const again = await project.aios(['events', 'migrate', 'old', '--in-place'])
    expect(again.output).toMatch(/golden_tests\.ndjson: nothing to convert\n[^]*hypotheses\.ndjson: nothing to convert/)
    const both = await project.aios(['events', 'migrate', 'old', '--in-place', '--to', 'x'])
    expect(both).toMatchObject({ exitCode: 1, output: expect.stringContaining('cannot be used together') as unknown })
    const misspelt = await project.aios(['events', 'migrat'])
    expect(misspelt).toMatchObject({ exitCode: 1, output: expect.stringContaining('did you mean migrate?') as unknown })
  })

  test("converts the runbook's baseline, with all it says", async ({ project }) => {
    await project.write({ 'old/baseline_results.json': JSON.stringify(BASELINE, null, 2) })
    const args = ['baseline', 'migrate', 'old/baseline_results.json']
    const expected = {
      read: 5,
      kept: { goldens: 2 },
      set_aside: {
        'repeated id; the last one is kept': 1,
        'not answered: unknown source': 1,
        'not answered: the reply is an error text': 1,
      },
    }
    expect(await migrate(project, args)).toMatchObject({ ...expected, state: 'would_migrate' })
    expect(await migrate(project, [...args, '--to', 'goldens/baseline.json'])).toMatchObject({
      ...expected,
      state: 'migrated',
    })
    expect(await migrate(project, [...args, '--to', 'goldens/baseline.json'])).toMatchObject({ state: 'up_to_date' })
    const migrated: unknown = JSON.parse(await project.read('goldens/baseline.json'))
    expect(validateBaseline(migrated)).toBe(true)
    const { tests, ...run } = BASELINE
    expect(migrated).toMatchObject({
      version: 'runbook',
      sets: { lakes: { goldens: { lake_1: { original: tests[4] }, lake_2: { original: tests[1] } } } },
      original: { ...run, tests_set_aside: [tests[0], tests[2], tests[3]] },
    })
    const shown = async (file: string) => {
      const { output } = await project.aios(['baseline', 'show', '--json', '--file', file])
      return (JSON.parse(output) as { goldens: unknown }).goldens
    }
    expect(await shown('goldens/baseline.json')).toEqual(await shown('old/baseline_results.json'))

    await appendFile(join(project.dir, 'goldens/baseline.json'), ' ')
    const other = await migrate(project, ['baseline', 'migrate', 'old/baseline_results.json', '--in-place'])
    expect(JSON.parse(readFileSync(other.backup.replace('<project>', project.dir), 'utf8'))).toEqual(BASELINE)
    await project.write({ 'old/baseline_results.json': JSON.stringify({ ...BASELINE, golden_set: 'other.json' }) })
    const refused = await project.aios([...args, '--to', 'goldens/baseline.json'])
    expect(refused).toMatchObject({
      exitCode: 1,
      output: expect.stringContaining('exists with another content') as unknown,
    })
  })

  test("converts an older router's state, with all it says", async ({ project }) => {
    await project.write({ '.aios/adaptive_routing_state.json': JSON.stringify(STATE) })
    const before = (await project.aios(['router', '--json'])).output
    const expected = {
      read: 12,
      kept: { time: 1, 'sample counts': 2, 'boundary of treatment': 1, 'conversations with their bucket': 2 },
      set_aside: {
        'boundary of control, which stays at 0.5': 1,
        'quality_score: measured in another way': 2,
        'avg_latency_ms: measured in another way': 2,
        'conversations without a known bucket': 1,
      },
    }
    expect(await migrate(project, ['router', 'migrate', '--to', 'new/state.json'])).toMatchObject(expected)
    expect(await migrate(project, ['router', 'migrate', '--to', 'new/state.json'])).toMatchObject({
      state: 'up_to_date',
    })
    const done = await migrate(project, ['router', 'migrate', '--in-place'])
    expect(done).toMatchObject({ ...expected, state: 'migrated' })
    expect(JSON.parse(readFileSync(done.backup.replace('<project>', project.dir), 'utf8'))).toEqual(STATE)
    const state: unknown = JSON.parse(await project.read('.aios/adaptive_routing_state.json'))
    expect(validateState(state)).toBe(true)
    const { conversation_buckets: _, ...rest } = STATE
    expect(state).toMatchObject({ original: { ...rest, conversation_buckets: { conv_3: 'shadow' } } })
    expect(state).toHaveProperty('conversation_buckets', { conv_1: 'control', conv_2: 'treatment' })
    expect((await project.aios(['router', '--json'])).output).toBe(before)
    expect(await migrate(project, ['router', 'migrate', '--in-place'])).toMatchObject({ state: 'up_to_date' })
  })
})
