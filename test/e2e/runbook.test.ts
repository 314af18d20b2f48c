import { symlink, mkdir } from 'node:fs/promises'
import { delimiter, join } from 'node:path'
import { describe, expect } from 'vitest'
import { lines, realGoldens, realTraffic } from '../fixtures/runbook-events.ts'
import { blocksIn, commandsOf, readPage } from '../support/page.ts'
import { execute, type Project, test } from '../support/project.ts'
import { scriptedModels } from '../support/scripted-models.ts'

const page = readPage('docs/runbook.md')
const [config = '', suite = ''] = blocksIn(page, 'ts')
const MODELS = ['openhermes-2.5-mistral-7b', 'llama-3.2-1b-instruct-abliterated'] as const

const SET = ['greeting_1', 'greeting_2', 'greeting_3'].map((id, index) => ({
  id,
  question: ['hi', 'Hello there.', 'Good morning!'][index] ?? '',
  trait: 'general',
  expected_tier: 'trivial_low',
  expected_source: 'embedder',
  description: 'small talk',
}))

/** The files of the runbook's system, in its folders and forms. */
const filesOf = (server: string) => ({
  'luna_core/config/model_config.json': JSON.stringify({
    main_model: { model_name: MODELS[0], api_url: server, temperature: 0.7, max_tokens: 2048 },
    embedder: { model_name: MODELS[1], api_url: `${server}/embeddings`, fallback_dimension: 1024 },
    model_switching: { enabled: true, current_main: MODELS[0], current_embedder: MODELS[1] },
  }),
  'data_core/goldens/sample_set.json': `\ufeff${JSON.stringify(SET)}`,
  'data_core/goldens/baseline_results.json': JSON.stringify({
    timestamp: '2025-10-07T17:34:05.739070',
    golden_set: String.raw`data_core\goldens\sample_set.json`,
    total_tests: SET.length,
    tests: SET.map(({ id, question, trait }) => ({
      id,
      question,
      trait,
      response: 'A reply.',
      latency_ms: 8_615.067600039765,
      source: 'embedder',
      tier: 'trivial_low',
      response_type: 'direct_embedder',
      response_length: 8,
      timestamp: '2025-10-07T17:34:19.355058',
    })),
    summary: { main_model: 0, embedder: SET.length, avg_latency_ms: 8_615 },
  }),
  'data_core/analytics/golden_tests.ndjson': lines(realGoldens()),
  'data_core/analytics/hypotheses.ndjson': lines(realTraffic(), '\r\n'),
  '.aios/adaptive_routing_state.json': JSON.stringify({
    timestamp: '2025-10-09T03:01:24.435345',
    buckets: {
      control: { boundary_offset: 0.0, sample_count: 559, quality_score: 0.5 },
      treatment: { boundary_offset: 0.03, sample_count: 595, quality_score: 0.56 },
    },
    conversation_buckets: { conv_1: 'treatment' },
  }),
  'vitest.config.ts': config,
  'goldens/sample.golden.test.ts': suite,
  'hypotheses/faster.hypothesis.test.ts': blocksIn(readPage('docs/hypothesis.md'), 'ts')[0] ?? '',
})

/** Runs a line of the page in a shell that finds the package where `npx` does. */
function runLine(project: Project, command: string, env: Record<string, string>) {
  const path = [join(project.dir, 'node_modules/.bin'), process.env['PATH'] ?? ''].join(delimiter)
  const line = command.replaceAll(/\bnpx /g, '')
  return execute(project.dir, 'bash', ['-c', line], { ...env, PATH: path })
}

const collapse = (text: string) => text.replaceAll(/\s+/g, ' ').trim()

describe.runIf(process.platform !== 'win32')('docs/runbook.md', { timeout: 600_000 }, () => {
  test('has commands that run on the old files, and print what it shows', async ({ project, onTestFinished }) => {
    const server = await scriptedModels(MODELS, () => 'A reply.')
    onTestFinished(() => server.close())
    await project.write(filesOf(server.url))
    await mkdir(join(project.dir, 'node_modules/.bin'))
    await symlink('../vitest/vitest.mjs', join(project.dir, 'node_modules/.bin/vitest'))
    await symlink('../vitest-aios/dist/cli.js', join(project.dir, 'node_modules/.bin/aios'))
    await symlink(process.execPath, join(project.dir, 'node_modules/.bin/node'))

    const commands = commandsOf(page)
    expect(commands.length).toBeGreaterThanOrEqual(15)
    const problems: string[] = []
    for (const { command, prints } of commands) {
      const { exitCode, output } = await runLine(project, command, { AIOS_BASE_URL: server.url })
      const printed = collapse(output.replaceAll(server.url, 'http://127.0.0.1:1234/v1'))
      const missing = prints.filter((line) => !printed.includes(collapse(line)))
      if (exitCode === 0 && missing.length === 0) continue
      problems.push(`$ ${command}`, `exit code ${exitCode}, not printed:`, ...missing, 'but:', output)
    }
    expect(problems.join('\n')).toBe('')
  })

  test('has a command and what it prints in every section that its table names', () => {
    const sections = page.split(/^## /m).slice(1)
    const named = [...page.matchAll(/^\|.*\]\(#(\S+)\) *\|$/gm)].map(([, anchor = '']) => anchor)
    expect(named.length).toBeGreaterThan(20)
    for (const anchor of named) {
      const section = sections.find((text) => text.split('\n')[0]?.toLowerCase().replaceAll(' ', '-') === anchor)
      expect(section, anchor).toMatch(/\n```sh\n[^]+?\n```\n\n```text\n/)
    }
  })
})
