import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { describe, expect } from 'vitest'
import { configFile, goldenProject, numbered } from '../support/golden-project.ts'
import { blocksIn, readPage } from '../support/page.ts'
import { type Project, test as base } from '../support/project.ts'
import { scriptedModels } from '../support/scripted-models.ts'
import { type Exported, exported, exporting, inMemorySdk, installOpenTelemetry } from '../support/telemetry.ts'

const TRACED = "experimental: { openTelemetry: { enabled: true, sdkPath: './otel.js' } }"
const GOLDENS = [
  { id: 'right', question: 'What is the capital of France?', trait: 'facts', expect: { contains: 'Paris' } },
  { id: 'wrong', question: 'What is the capital of Spain?', trait: 'facts', expect: { contains: 'Madrid' } },
]

/** Runs a project on scripted models that answer with Paris, and refuse a question with `lost`. */
async function run(project: Project, env: Record<string, string> = {}, args: string[] = []) {
  const models = await scriptedModels(['big', 'small'], (question) =>
    question.includes('lost') ? { status: 400, body: '{"error":"not like this"}' } : 'It is Paris.',
  )
  const backend = { AIOS_BACKEND: 'live', AIOS_BASE_URL: models.url }
  const result = await project.vitest(['run', 'goldens', ...args], { ...backend, ...env })
  await models.close()
  return { ...result, port: Number(new URL(models.url).port) }
}

const slow = (set: string) => `import { describeGoldens } from 'vitest-aios'
const wait = (ms) => new Promise((resolve) => setTimeout(resolve, ms))
describeGoldens('${set}', './${set}.json', {
  each: async ({ golden, ask }) => { await ask(golden); await wait(900); throw new Error('judged late') },
})
`

/** Runs right, wrong, late and lost goldens with an SDK that keeps what is exported. */
async function traced(project: Project, sdk: string, env: Record<string, string> = {}, args: string[] = []) {
  await installOpenTelemetry(project)
  const secret = { ...GOLDENS[0], id: 'secret', question: 'What does password=hunter2hunter2 mean?', trait: 'facts' }
  await project.write({
    ...goldenProject(
      { facts: [...GOLDENS, secret], late: numbered(1, 'late'), lost: numbered(1, 'lost') },
      { test: `${TRACED}, isolate: false` },
    ),
    'goldens/late.golden.test.ts': slow('late'),
    'otel.js': sdk,
  })
  const { exitCode, port } = await run(project, env, args)
  return {
    exitCode,
    port,
    events: await project.events(),
    all: await exported(project),
    text: await project.read('exported.ndjson'),
  }
}

const test = base
  /** The reports of the run are merged after it. */
  .extend('spansOnly', { scope: 'file' }, async ({ newProject }) => {
    const project = await newProject()
    const result = await traced(project, inMemorySdk(), {}, ['--reporter=blob'])
    const merged = await project.vitest(['run', '--merge-reports'])
    return { ...result, merged, afterMerge: await exported(project) }
  })
  .extend('withLogs', { scope: 'file' }, async ({ newProject }) =>
    traced(await newProject(), inMemorySdk({ logs: true }), {
      OTEL_INSTRUMENTATION_GENAI_CAPTURE_MESSAGE_CONTENT: 'SPAN_ONLY',
    }),
  )

/** The output on one line: notes are wrapped to the width of the terminal. */
const unwrapped = (output: string) => output.replaceAll(/\s+/g, ' ')
const spansOf = (all: readonly Exported[]) => all.filter(({ signal }) => signal === 'span')
const byGolden = (all: readonly Exported[], id: string) =>
  all.find(({ attributes }) => attributes['aios.golden.id'] === id)

describe('a run with an SDK', { timeout: 60_000 }, () => {
  test('exports each reply as a span', ({ spansOnly: { exitCode, port, events, all } }) => {
    expect(exitCode).toBe(1)
    const responses = events.filter(
      (event) => event['event_type'] === 'response' && (event['golden'] as { set: string }).set === 'facts',
    )
    expect(responses).toHaveLength(3)
    for (const event of responses) {
      const { msg_id, timings, tokens, model } = event as {
        msg_id: string
        timings: { total_ms: number; first_token_ms: number }
        tokens: { prompt: number; completion: number }
        model: { asked: string }
      }
      const span = all.find(({ attributes }) => attributes['gen_ai.response.id'] === msg_id)
      expect(span).toMatchObject({
        name: `chat ${model.asked}`,
        kind: 2,
        status: { code: 0 },
        attributes: {
          'gen_ai.response.time_to_first_chunk': timings.first_token_ms / 1_000,
          'gen_ai.usage.input_tokens': tokens.prompt,
          'gen_ai.usage.output_tokens': tokens.completion,
          'server.address': '127.0.0.1',
          'server.port': port,
        },
      })
      expect(span?.duration).toBeCloseTo(timings.total_ms, 3)
    }
    // A span for each golden, and one for the late judgement.
    expect(all).toHaveLength(6)
  })

  test('exports each judgement as an event of its span, without messages', ({ spansOnly: { all, text } }) => {
    expect(byGolden(all, 'right')?.events).toEqual([
      { name: 'gen_ai.evaluation.result', attributes: expect.objectContaining({ 'gen_ai.evaluation.score.value': 1 }) },
    ])
    expect(byGolden(all, 'wrong')?.events).toEqual([
      {
        name: 'gen_ai.evaluation.result',
        attributes: expect.objectContaining({
          'gen_ai.evaluation.name': 'toAnswer',
          'gen_ai.evaluation.score.value': 0,
          'gen_ai.evaluation.score.label': 'fail',
          'gen_ai.evaluation.explanation': expect.stringContaining('Madrid'),
        }),
      },
    ])
    expect(text).not.toMatch(/It is Paris|capital of/)
  })

  test('exports a question without a reply as a failed span', ({ spansOnly: { all, events } }) => {
    const unmeasured = events.find(({ failure }) => failure !== undefined) as {
      failure: { cause: string; evidence: string }
    }
    expect(byGolden(all, 'lost0')).toMatchObject({
      status: { code: 2, message: unmeasured.failure.evidence },
      attributes: { 'error.type': unmeasured.failure.cause },
      duration: 0,
      events: [],
    })
  })

  test('exports a judgement after its reply in a span below it', ({ spansOnly: { all } }) => {
    const reply = byGolden(all, 'late0')
    const judgement = all.find(({ parent }) => parent !== undefined && parent === reply?.spanId)
    expect(reply?.events).toEqual([])
    expect(judgement).toMatchObject({
      name: 'evaluate test',
      traceId: reply?.traceId,
      events: [
        {
          name: 'gen_ai.evaluation.result',
          attributes: {
            'gen_ai.evaluation.score.label': 'fail',
            'gen_ai.evaluation.explanation': expect.stringContaining('judged late'),
            'gen_ai.response.id': reply?.attributes['gen_ai.response.id'],
          },
        },
      ],
    })
  })

  test('exports messages on request, redacted as in the log', ({ withLogs: { all, text } }) => {
    const span = byGolden(spansOf(all), 'secret')
    expect(span?.attributes['gen_ai.output.messages']).toContain('It is Paris.')
    expect(span?.attributes['gen_ai.input.messages']).toContain('[redacted]')
    expect(text).not.toContain('hunter2')
  })

  test('exports judgements as log records of the span where the SDK has logs', ({ withLogs: { all } }) => {
    const spans = spansOf(all)
    expect(spans).toHaveLength(5)
    expect(spans.flatMap(({ events }) => events)).toEqual([])
    for (const [id, label] of [
      ['right', 'pass'],
      ['wrong', 'fail'],
      ['late0', 'fail'],
    ] as const) {
      const span = byGolden(spans, id)
      const records = all.filter(({ signal, spanId }) => signal === 'log' && spanId === span?.spanId)
      expect(records, id).toMatchObject([
        {
          name: 'gen_ai.evaluation.result',
          traceId: span?.traceId,
          attributes: { 'gen_ai.evaluation.score.label': label },
        },
      ])
    }
  })

  test('exports nothing again when reports are merged', ({ spansOnly: { merged, all, afterMerge } }) => {
    expect(merged.output).toMatch(/goldens +facts +2\/3 pass, 1 failed/)
    expect(afterMerge).toEqual(all)
  })
})

describe('an exporter', { timeout: 60_000 }, () => {
  test.for([
    [
      'fails',
      `{ export: (_, done) => done({ code: 1, error: new Error('collector down') }), shutdown: async () => {} }`,
    ],
    ['never finishes', '{ export: () => {}, shutdown: async () => {} }'],
    ['throws', `{ export: () => { throw new Error('collector down') }, shutdown: async () => {} }`],
  ] as const)('that %s gives one note and the exit code of the tests', async ([how, exporter], { project }) => {
    await installOpenTelemetry(project)
    await project.write({
      ...goldenProject({ facts: numbered(3) }),
      // The SDK keeps the process open, so that Vitest waits for its end.
      'vitest.config.ts': `import './otel.js'\n${configFile({ test: 'teardownTimeout: 500' })}`,
      'otel.js': exporting(exporter),
    })
    const { exitCode, output } = await run(project)
    const reason = how === 'never finishes' ? 'the exporter did not finish within 5 seconds' : 'collector down'
    expect(unwrapped(output).split(`not everything was exported to OpenTelemetry: ${reason}`)).toHaveLength(2)
    expect(output).toContain('status     PASS')
    expect(exitCode).toBe(0)
  })
})

describe('a run without an SDK', { timeout: 60_000 }, () => {
  test('does not load the API, also where it is installed', async ({ project }) => {
    await project.write({
      ...goldenProject({ facts: numbered(2) }),
      'node_modules/@opentelemetry/api/package.json': '{ "name": "@opentelemetry/api", "main": "index.cjs" }',
      'node_modules/@opentelemetry/api/index.cjs': 'require("node:fs").writeFileSync("loaded", ""); throw new Error()',
    })
    const { exitCode, output } = await run(project)
    expect({ exitCode, isLoaded: project.exists('loaded') }).toEqual({ exitCode: 0, isLoaded: false })
    expect(output).not.toContain('OpenTelemetry')
  })

  test('loads the API of the project when an SDK is registered, and says that it cannot', async ({ project }) => {
    await project.write({
      ...goldenProject({ facts: numbered(2) }),
      'vitest.config.ts': `globalThis[Symbol.for('opentelemetry.js.api.1')] = { version: '1.9.0', trace: {} }\n${configFile()}`,
    })
    const { exitCode, output } = await run(project)
    expect(
      unwrapped(output).match(/an SDK is registered, but .* has no @opentelemetry\/api; run: npm install/g),
    ).toHaveLength(1)
    expect(exitCode).toBe(0)
  })
})

describe('docs/opentelemetry.md', { timeout: 60_000 }, () => {
  test('its files send spans to a collector', async ({ project, onTestFinished }) => {
    const bodies: string[] = []
    const collector = createServer((request, response) => {
      const chunks: Buffer[] = []
      request.on('data', (chunk: Buffer) => chunks.push(chunk))
      request.on('end', () => {
        bodies.push(`${request.method} ${request.url} ${Buffer.concat(chunks).toString()}`)
        response.writeHead(200, { 'content-type': 'application/json' }).end('{}')
      })
    })
    await new Promise<void>((resolve) => void collector.listen(0, '127.0.0.1', resolve))
    onTestFinished(() => void collector.close())
    const page = readPage('docs/opentelemetry.md')
    const [sdk = ''] = blocksIn(page, 'js')
    const [config = ''] = blocksIn(page, 'ts')
    const models = await scriptedModels(
      ['openhermes-2.5-mistral-7b', 'llama-3.2-1b-instruct-abliterated'],
      () => 'It is Paris.',
    )
    onTestFinished(() => models.close())
    await installOpenTelemetry(project)
    await project.write({
      ...goldenProject({ facts: numbered(2) }),
      'vitest.config.ts': config,
      'opentelemetry.js': sdk,
    })
    const { exitCode } = await project.vitest(['run', 'goldens'], {
      AIOS_BACKEND: 'live',
      AIOS_BASE_URL: models.url,
      OTEL_EXPORTER_OTLP_ENDPOINT: `http://127.0.0.1:${(collector.address() as AddressInfo).port}`,
    })
    expect(exitCode).toBe(0)
    const own = bodies.join('\n')
    expect(own).toMatch(/^POST \/v1\/traces \{/)
    expect(own.match(/"gen_ai\.evaluation\.result"/g)).toHaveLength(2)
    expect(own).toContain('"vitest-aios"')
  })
})
