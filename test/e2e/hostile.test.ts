import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect } from 'vitest'
import { test as base } from '../support/aios-in-turn.ts'
import {
  configFile,
  goldenProject,
  MONOREPO,
  numbered,
  packageFiles,
  type TestGolden,
} from '../support/golden-project.ts'
import { filesBelow } from '../support/project-files.ts'
import type { Project } from '../support/project.ts'
import { logOf } from '../support/running.ts'
import { scriptedModels, type Says } from '../support/scripted-models.ts'

/** Everything that a terminal would obey, or that hides or reorders text, but for line breaks and tabs. */
const STEERING = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2066-\u2069\ufeff]/u

/** What Vitest itself writes where it sees GitHub or a terminal. */
const COLOURS = /\u001b\[[\d;]*m/g

const replies: Record<string, string> = {
  terminal: 'red \u001b[31mRED\u001b]0;title\u0007\u001b[2J \u009b31m \u0008\u0008\u0008 done',
  html: '<script>alert(1)</script><img src=x onerror=alert(2)> ]]> <!-- -->',
  workflow: '::error::pwned\n::set-output name=x::y\n##[error]pwned',
  nul: 'before\u0000after',
  surrogate: 'before\ud800after',
  bidi: 'user\u202enimda\u2066 \u200bhidden\u2028line',
}
const hostile = Object.keys(replies).map((id) => ({
  id,
  question: `Say ${id}`,
  trait: 'hostile',
  expect: { contains: 'the right answer' },
}))

/** Every file of a project but what it installed, by its path. */
function filesOf(project: Project): Map<string, string> {
  return new Map(
    filesBelow(project.dir).map((path) => [path.slice(project.dir.length + 1), readFileSync(path, 'utf8')]),
  )
}

async function serve(reply: (question: string) => Says) {
  const server = await scriptedModels(['big', 'small'], reply)
  return { server, env: { AIOS_BACKEND: 'live', AIOS_BASE_URL: server.url } }
}

const KEY = 'my-very-private-key-0815'

/** How a server echoes the key, by the golden set that meets it. */
const ECHOES: Record<string, Says> = {
  reply: `Your key is ${KEY}, is it not?`,
  error: { status: 401, body: JSON.stringify({ error: { message: `Incorrect API key provided: ${KEY}` } }) },
  proxy: { status: 502, type: 'text/html', body: `<p>${KEY}</p>` },
  model: { type: 'text/event-stream', body: streamedAs(KEY) },
}

const rest = 'a1B2c3D4'.repeat(5)
const [token, cloud, host, secret, password] = [
  `ghp_${rest.slice(0, 36)}`,
  `AKIAABCDEFGH23456789`,
  `glpat-${rest.slice(0, 20)}`,
  rest,
  'hunter-2-hunter',
]
const inBase64 = Buffer.from(`user:${KEY}`).toString('base64')
const CREDENTIALS = [token, cloud, host, secret, password, inBase64]
const CREDENTIALS_REPLY = [
  `Use ${token} or ${cloud}.`,
  `aws_secret_access_key=${secret}`,
  `git clone https://me:${password}@host.example/x.git`,
  `Authorization: Basic ${inBase64}`,
].join('\n')

const EVERY_REPORTER = ['default', 'verbose', 'json', 'junit', 'html', 'blob', 'github-actions'].map(
  (name) => `--reporter=${name}`,
)
const holding = (files: Map<string, string>, texts: readonly string[]) =>
  [...files].filter(([, text]) => texts.some((each) => text.includes(each))).map(([path]) => path)

/** A recording with the key in a variable, then a run with the key in the config; with every reporter. */
const test = base.extend('leaks', { scope: 'file' }, async ({ newProject }, { onCleanup }) => {
  const { server, env } = await serve(
    (question) => ECHOES[question] ?? (question.includes(host) ? CREDENTIALS_REPLY : 'Paris.'),
  )
  onCleanup(() => server.close())
  const project = await newProject()
  const expected = { expect: { contains: 'Paris' } }
  const echoes = Object.keys(ECHOES).map((set): [string, TestGolden[]] => [
    set,
    [{ id: set, question: set, trait: 'x', ...expected }],
  ])
  const question = `What is ${host}?`
  const plain = [
    { id: 'right', question, trait: 'x' },
    { id: 'wrong', question, trait: 'x', ...expected },
  ]
  const files = goldenProject({ plain, ...Object.fromEntries(echoes) }, { test: 'isolate: false' })
  await project.write({ ...files, 'summary.md': '' })
  const all = { ...env, GITHUB_ACTIONS: 'true', GITHUB_STEP_SUMMARY: 'summary.md' }
  const recording = await project.vitest(['run', 'goldens', '-u', ...EVERY_REPORTER], {
    ...all,
    AIOS_RECORD: '2',
    AIOS_API_KEY: KEY,
  })
  const recorded = filesOf(project)
  await project.write({ 'vitest.config.ts': configFile({ aios: `apiKey: '${KEY}'`, test: 'isolate: false' }) })
  const measured = ['goldens/plain', 'goldens/reply']
  const run = await project.vitest(['run', ...measured, '-u', ...EVERY_REPORTER], all)
  const doctor = await project.aios(['doctor', '--json'], env)
  return { recording, recorded, output: run.output + doctor.output, files: filesOf(project) }
})

describe('hostile replies', { timeout: 120_000 }, () => {
  const say = (question: string) => replies[question.replace('Say ', '')] ?? ''

  test('are stored exactly, in lines without control characters, and shown harmlessly by every reporter', async ({
    project,
    onTestFinished,
  }) => {
    const { server, env } = await serve(say)
    onTestFinished(() => server.close())
    await project.write({ ...goldenProject({ hostile }), 'summary.md': '' })
    const reporters = ['default', 'verbose', 'dot', 'tap', 'json', 'junit', 'github-actions']
    const args = reporters.map((reporter) => `--reporter=${reporter}`)
    const github = { GITHUB_ACTIONS: 'true', GITHUB_STEP_SUMMARY: 'summary.md' }
    const run = await project.vitest(['run', 'goldens', ...args], { ...env, ...github })
    expect(run.exitCode).toBe(1)
    const output = run.output.replaceAll(COLOURS, '')
    for (const part of ['FAIL  goldens/hostile', 'TAP version', '::error ']) expect(output).toContain(part)
    expect(output).not.toMatch(STEERING)
    expect(output).not.toMatch(/^(::error::pwned|::set-output|##\[error\])/m)
    for (const file of ['.vitest/json/output.json', '.vitest/junit/output.xml'])
      expect(await project.read(file)).not.toMatch(STEERING)
    expect(await project.read('summary.md')).not.toMatch(/<script|<img|^(::|##\[)/m)
    expect(await project.read('summary.md')).not.toMatch(STEERING)

    const stored = logOf(project).events.filter((event) => event['event_type'] === 'response')
    const byId = stored.map((event) => [(event['golden'] as { id: string }).id, event['reply']] as const)
    expect(Object.fromEntries(byId)).toEqual(replies)
    expect(await project.read('.aios/provenance.ndjson')).not.toMatch(/[^\n\u0020-\u007e\u00a0-\u2027\u202a-\uffff]/)
  })

  test('a reply of 20 MB is cut with a mark, and the run goes on', async ({ project, onTestFinished }) => {
    const huge = 'ä😀'.repeat(3_500_000)
    const { server, env } = await serve((question) => (question.includes('g0') ? huge : 'Yes.'))
    onTestFinished(() => server.close())
    const [first, ...others] = numbered(3)
    const goldens = [
      { ...first, id: 'g0', question: first?.question ?? '', trait: 'numbers', expect: { contains: 'no' } },
      ...others,
    ]
    await project.write(goldenProject({ plain: goldens }))
    const run = await project.vitest(['run', 'goldens', '--reporter=default', '--reporter=json'], env)
    expect(run.output).toMatch(/goldens +plain +2\/3 pass, 1 failed/)
    expect(run.output.length).toBeLessThan(20_000)
    const event = logOf(project).events.find(({ reply_cut }) => reply_cut !== undefined)
    expect(event).toMatchObject({ reply_cut: huge.length, golden: { id: 'g0' } })
    const kept = String(event?.['reply'])
    expect(huge.startsWith(kept)).toBe(true)
    expect(kept.length).toBeGreaterThan(1_000_000)
    expect((await project.read('.vitest/json/output.json')).length).toBeLessThan(100_000)
  })
})

describe('secrets', { timeout: 120_000 }, () => {
  test('an API key that a server echoes reaches no file and no terminal', ({ leaks: { recording, recorded } }) => {
    expect(recording.exitCode).toBe(1)
    for (const set of ['error', 'proxy', 'model'])
      expect(recording.output).toContain(`could not measure golden "${set}"`)
    expect(recording.output).not.toContain(KEY)
    expect(recorded.get('.aios/provenance.ndjson')).toContain('Your key is ')
    expect(holding(recorded, [KEY])).toEqual([])
  })

  test('an API key given as an option stays in the config', ({ leaks: { output, files } }) => {
    expect(output).not.toContain(KEY)
    expect(holding(files, [KEY])).toEqual(['vitest.config.ts'])
  })

  test('credentials in questions and replies reach no file and no terminal', ({
    leaks: { recording, output, files },
  }) => {
    expect(CREDENTIALS.filter((text) => (recording.output + output).includes(text))).toEqual([])
    files.delete('goldens/plain.json')
    expect(holding(files, CREDENTIALS)).toEqual([])
    expect([...files.keys()]).toEqual(
      expect.arrayContaining(['.aios/provenance.ndjson', 'goldens/baseline.json', 'goldens/cassettes/plain.ndjson']),
    )
    expect(files.get('.aios/provenance.ndjson')).toContain('[redacted]')
  })
})

describe('hostile files', { timeout: 120_000 }, () => {
  const nasty = '\u001b[2J\u202e\u009b31m'
  const since = ['slo', '--since', '1h', '--pass-rate', '0.9']
  const state = { file: '.aios/adaptive_routing_state.json', text: JSON.stringify({ [nasty]: 1 }) }
  const models = { file: 'models.json', text: JSON.stringify({ main_model: { [nasty]: 1 } }) }

  test.for([
    {
      name: 'a report',
      file: '.aios/last_report.json',
      text: JSON.stringify({ status: nasty, [nasty]: 1 }),
      commands: [['slo']],
    },
    { name: 'a state', ...state, commands: [['router']] },
    {
      name: 'a log',
      file: '.aios/provenance.ndjson',
      text: `${JSON.stringify({ event_type: nasty })}\n${nasty}\n`,
      commands: [since, ['router', 'evaluate']],
    },
    { name: 'a model file', ...models, commands: [['slo']] },
  ])('$name is quoted harmlessly by aios', async ({ file, text, commands }, { project }) => {
    await project.write({ ...goldenProject({ plain: numbered(1) }), [file]: text })
    const settings: Record<string, string> = file === models.file ? { AIOS_MODEL_CONFIG: file } : {}
    for (const args of commands) {
      const { output } = await project.aios(args, settings)
      expect(output.replaceAll(COLOURS, '')).not.toMatch(STEERING)
    }
  })

  test('a baseline, a golden set, a state and a model file are quoted harmlessly by Vitest', async ({
    project,
    onTestFinished,
  }) => {
    const { server, env } = await serve(() => 'Yes.')
    onTestFinished(() => server.close())
    const files: Record<string, { file: string; text: string }> = {
      baseline: { file: 'goldens/baseline.json', text: JSON.stringify({ [nasty]: 1, sets: { [nasty]: 1 } }) },
      torn: { file: 'goldens/baseline.json', text: `{ "${nasty}": ` },
      set: { file: 'goldens/plain.json', text: JSON.stringify([{ id: 'a', [nasty]: 1 }]) },
      state,
    }
    await project.write({ 'vitest.config.ts': MONOREPO, [models.file]: models.text })
    for (const [name, { file, text }] of Object.entries(files)) {
      await project.write(packageFiles(name, { plain: numbered(1) }))
      await project.write({ [`packages/${name}/${file}`]: text })
    }
    const run = await project.vitest(['run', 'goldens'], { ...env, COLUMNS: '400' })
    for (const [name, { file }] of Object.entries(files)) expect(run.output).toContain(`packages/${name}/${file}`)
    // Invalid settings of one package keep the others from starting.
    const unset = await project.vitest(['run', 'goldens'], {
      ...env,
      AIOS_MODEL_CONFIG: join(project.dir, models.file),
    })
    expect(unset.output).toContain(models.file)
    for (const { output } of [run, unset]) expect(output.replaceAll(COLOURS, '')).not.toMatch(STEERING)
  })
})

/** A reply that another model claims to have given. */
function streamedAs(model: string): string {
  const choices = [{ index: 0, delta: { role: 'assistant', content: 'Yes.' }, finish_reason: null }]
  return `data: ${JSON.stringify({ id: 'x', object: 'chat.completion.chunk', model, choices })}\n\ndata: [DONE]\n\n`
}
