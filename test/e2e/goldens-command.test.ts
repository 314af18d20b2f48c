import { join } from 'node:path'
import { describe, expect } from 'vitest'
import validate from '../../schemas/generated/goldens-output.validate.js'
import { openProvenanceLog } from '../../src/provenance/log.ts'
import { goldenTest, lines } from '../fixtures/runbook-events.ts'
import { sampleEvent } from '../fixtures/sample-event.ts'
import { test } from '../support/aios-in-turn.ts'
import { goldenProject } from '../support/golden-project.ts'
import type { Project } from '../support/project.ts'

const golden = (id: string, question: string, more: object = {}) => ({ id, question, trait: 'lakes', ...more })

async function facts(project: Project, args: string[], code = 0): Promise<Record<string, unknown>> {
  const { exitCode, output } = await project.aios(['goldens', ...args, '--json'])
  expect(exitCode, output).toBe(code)
  const data: unknown = JSON.parse(output)
  expect(validate(data), JSON.stringify(validate.errors)).toBe(true)
  return data as Record<string, unknown>
}

const recording = (id: string, texts: string[]) => ({
  schema_version: '2.0',
  key: id.padEnd(16, '0'),
  set: 'first',
  golden: id,
  source: 'embedder',
  model: { asked: 'small', answered: 'small' },
  messages: [{ role: 'user', content: id }],
  sampling: {},
  recorded_at: '2026-11-28T10:00:00.000Z',
  recorded_from: 'test server',
  replies: texts.map((text) => ({
    text,
    finish: 'stop',
    timings: { queue_ms: 0, load_ms: 0, first_token_ms: null, total_ms: 5, tokens_per_second: null },
    tokens: { prompt: null, completion: null },
  })),
})

describe('aios goldens check', { timeout: 120_000 }, () => {
  test('passes valid sets, and fails without any', async ({ project }) => {
    const none = await project.aios(['goldens', 'check'])
    expect(none).toMatchObject({ exitCode: 1, output: expect.stringContaining('contains no golden set') as unknown })
    await project.write(goldenProject({ first: [golden('a', 'How deep?'), golden('b', 'How wide?')] }))
    await project.write({ 'goldens/baseline.json': '{}', 'data/other.json': '[{ "id": 1, "name": "not a golden" }]' })
    const checked = await project.aios(['goldens', 'check'])
    expect(checked).toMatchObject({ exitCode: 0, output: '2 goldens in 1 set: 0 errors, 0 warnings\n' })
  })

  test('names each problem with its line and column', async ({ project }) => {
    await project.write({
      ...goldenProject({
        first: [
          golden('a', 'How deep?', { expect: { contains: 'deep water', excludes: 'water' } }),
          golden('b', 'How wide?', { expect: { contains: 'wide' } }),
          golden('c', 'Is it cold?', { expect: { contains: 'yes' } }),
        ],
        second: [
          golden('b', 'How wide?', { expect: { contains: 'wide' } }),
          golden('d', 'Is it cold?', { expect: { excludes: 'yes' } }),
        ],
      }),
      'goldens/broken.json': '[\n  { "id": "x", "question": "q" },\n]\n',
      'goldens/missing.golden.test.ts':
        "import { describeGoldens } from 'vitest-aios'\ndescribeGoldens('m', './missing.json')\n",
    })
    const { exitCode, output } = await project.aios(['goldens', 'check'])
    expect(exitCode).toBe(1)
    expect(output).toMatch(/^goldens\/broken\.json:2:\d+ {2}error .*trait/m)
    expect(output).toMatch(/^goldens\/broken\.json:2:\d+ {2}error /m)
    expect(output).toMatch(/^goldens\/missing\.json:1:1 {2}error {2}the file does not exist/m)
    expect(output).toMatch(
      /^goldens\/first\.json:2:3 {2}error {2}"a" cannot pass: the reply must contain "deep water" and must not contain "water"/m,
    )
    expect(output).toMatch(
      /^goldens\/second\.json:10:3 {2}error {2}"d" repeats the question of "c" at goldens\/first\.json:19:3, and they contradict/m,
    )
    expect(output).toMatch(
      /^goldens\/second\.json:2:3 {2}warning {2}"b" repeats the question and the expectation of "b" at goldens\/first\.json/m,
    )
    expect(output).toMatch(/second\.json:2:3 {2}warning {2}another set has the id, too/)
    const { findings } = (await facts(project, ['check', 'goldens/second.json'])) as { findings: unknown[] }
    expect(findings).toEqual([])
  })

  test('reports an expectation that every recorded reply meets', async ({ project }) => {
    await project.write({
      ...goldenProject({
        first: [
          golden('a', 'How deep?', { expect: { contains: '40' } }),
          golden('b', 'How wide?', { expect: { excludes: 'banana' } }),
        ],
      }),
      'goldens/cassettes/first.ndjson': lines([
        recording('a', ['40 m', '40 metres']),
        recording('b', ['Wide.', 'Very.']),
      ]),
    })
    const found = await facts(project, ['check'])
    expect(found).toMatchObject({ findings: [{ level: 'warning', rule: 'cannot_fail', line: 10, column: 3 }] })
    await facts(project, ['check', '--strict'], 1)
  })
})

describe('aios goldens add', { timeout: 120_000 }, () => {
  const append = (project: Project) => {
    const log = openProvenanceLog(join(project.dir, '.aios'))
    log.append(
      sampleEvent({
        msg_id: 'm1',
        question: 'What is the capital of France? api_key=sk-abcdefghijklmnopqrstuvwx1234',
        reply: 'It is Paris.',
      }),
    )
    log.close()
  }

  test('adds a logged reply to a set, in its format and redacted', async ({ project }) => {
    append(project)
    const set = `{\n    "$schema": "./x.json",\n    "goldens": [\n        { "trait": "t", "id": "a", "question": "q" }\n    ]\n}\n`
    await project.write({ 'goldens/set.json': set })
    const args = ['goldens', 'add', '--from', 'm1', '--to', 'goldens/set.json']
    const wrong = await project.aios([...args, '--contains', 'Lyon'])
    expect(wrong.exitCode).toBe(1)
    expect(wrong.output).toContain('expected to contain "Lyon", found "It is Paris."')
    expect(wrong.output).toContain('--force')
    const bad = await project.aios([...args, '--matches', '('])
    expect(bad).toMatchObject({
      exitCode: 1,
      output: expect.stringContaining('is not a valid regular expression') as unknown,
    })
    const none = await project.aios(args)
    expect(none).toMatchObject({
      exitCode: 1,
      output: expect.stringContaining('a golden needs an expectation') as unknown,
    })
    expect(await project.read('goldens/set.json')).toBe(set)

    const added = await project.aios([
      ...args,
      '--contains',
      'Paris',
      '--expect',
      '{"maxLength":40}',
      '--id',
      'capital',
    ])
    expect(added).toMatchObject({
      exitCode: 0,
      output: 'added "capital" to goldens/set.json\n-> try it: npx vitest run goldens -t capital\n',
    })
    const text = await project.read('goldens/set.json')
    expect(text).toMatch(
      /"question": "q" \},\n {8}\{ "id": "capital", "question": "What is the capital of France\? [^"]*", "trait": "[^"]*", "expect": \{ "maxLength": 40, "contains": "Paris" \} \}\n {4}\]\n\}\n$/,
    )
    expect(text).not.toContain('abcdefghijklmnop')
    const again = await project.aios([...args, '--contains', 'Paris', '--id', 'other'])
    expect(again).toMatchObject({
      exitCode: 1,
      output: expect.stringContaining('has the question already, as "capital"') as unknown,
    })
    const sameId = await project.aios([...args, '--contains', 'Paris', '--id', 'a'])
    expect(sameId).toMatchObject({
      exitCode: 1,
      output: expect.stringContaining('has a golden "a" already') as unknown,
    })
    expect(await project.read('goldens/set.json')).toBe(text)
    expect((await project.aios(['goldens', 'check'])).exitCode).toBe(0)
  })

  test('creates a set, and takes replies of older logs', async ({ project }) => {
    await project.write({
      'old/golden_tests.ndjson': lines([goldenTest(3, 'g'), goldenTest(4, 'h', { source: 'unknown' })]),
    })
    const { output } = await project.aios(['events', '--log', 'old', '--json'])
    const [id = '', lost = ''] = output
      .trim()
      .split('\n')
      .map((line) => (JSON.parse(line) as { msg_id: string }).msg_id)
    const args = ['add', '--log', 'old', '--to', 'goldens/new_set.json', '--contains', 'nothing']
    const refused = await project.aios(['goldens', ...args, '--from', lost])
    expect(refused).toMatchObject({ exitCode: 1, output: expect.stringContaining('is not an answer') as unknown })
    const unknown = await project.aios(['goldens', ...args, '--from', 'nowhere'])
    expect(unknown).toMatchObject({
      exitCode: 1,
      output: expect.stringContaining('no reply with the message id "nowhere"') as unknown,
    })
    expect(project.exists('goldens/new_set.json')).toBe(false)
    expect(await facts(project, [...args, '--from', id, '--force'])).toMatchObject({ id: 'hi', met: false })
    expect(JSON.parse(await project.read('goldens/new_set.json'))).toEqual({
      $schema: '../node_modules/vitest-aios/schemas/golden-set.schema.json',
      goldens: [{ id: 'hi', question: 'hi', trait: 'general', expect: { contains: 'nothing' } }],
    })
  })
})
