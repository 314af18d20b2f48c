import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect } from 'vitest'
import { configFile, goldenProject, numbered } from '../support/golden-project.ts'
import { type Project, test } from '../support/project.ts'
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
  const entries = readdirSync(project.dir, { recursive: true, withFileTypes: true })
  return new Map(
    entries
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name))
      .filter((path) => !path.includes('/node_modules/'))
      .map((path) => [path.slice(project.dir.length + 1), readFileSync(path, 'utf8')]),
  )
}

async function serve(reply: (question: string) => Says) {
  const server = await scriptedModels(['big', 'small'], reply)
  return { server, env: { AIOS_BACKEND: 'live', AIOS_BASE_URL: server.url } }
}

describe('hostile replies', { timeout: 120_000 }, () => {
  const say = (question: string) => replies[question.replace('Say ', '')] ?? ''

  test('are stored exactly, in lines that hold nothing which steers a terminal', async ({
    project,
    onTestFinished,
  }) => {
    const { server, env } = await serve(say)
    onTestFinished(() => server.close())
    await project.write(goldenProject({ hostile }))
    await project.vitest(['run', 'goldens'], env)
    const stored = logOf(project).events.filter((event) => event['event_type'] === 'response')
    expect(Object.fromEntries(stored.map((event) => [(event['golden'] as { id: string }).id, event['reply']]))).toEqual(
      replies,
    )
    expect(await project.read('.aios/provenance.ndjson')).not.toMatch(/[^\n\u0020-\u007e\u00a0-\u2027\u202a-\uffff]/)
  })

  test.for([
    { reporter: 'default', file: null, env: {} },
    { reporter: 'verbose', file: null, env: {} },
    { reporter: 'dot', file: null, env: {} },
    { reporter: 'tap', file: null, env: {} },
    { reporter: 'json', file: '.vitest/json/output.json', env: {} },
    { reporter: 'junit', file: '.vitest/junit/output.xml', env: {} },
    { reporter: 'github-actions', file: null, env: { GITHUB_ACTIONS: 'true', GITHUB_STEP_SUMMARY: 'summary.md' } },
  ])('are shown harmlessly by --reporter=$reporter', async ({ reporter, file, env }, { project, onTestFinished }) => {
    const served = await serve(say)
    onTestFinished(() => served.server.close())
    await project.write({ ...goldenProject({ hostile }), 'summary.md': '' })
    const run = await project.vitest(['run', 'goldens', `--reporter=${reporter}`], { ...served.env, ...env })
    expect(run.exitCode).toBe(1)
    const output = run.output.replaceAll(COLOURS, '')
    expect(output).not.toMatch(STEERING)
    expect(output).not.toMatch(/^(::error::pwned|::set-output|##\[error\])/m)
    if (file !== null) {
      expect(project.exists(file)).toBe(true)
      expect(await project.read(file)).not.toMatch(STEERING)
    }
    expect(await project.read('summary.md')).not.toMatch(/<script|<img|^(::|##\[)/m)
    expect(await project.read('summary.md')).not.toMatch(STEERING)
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

describe('an API key', { timeout: 120_000 }, () => {
  const key = 'my-very-private-key-0815'

  const everything = ['default', 'verbose', 'json', 'junit', 'html', 'blob', 'github-actions'].map(
    (name) => `--reporter=${name}`,
  )

  test.for<{ name: string; reply: Says; exitCode: number }>([
    { name: 'echoed in a reply', reply: `Your key is ${key}, is it not?`, exitCode: 1 },
    {
      name: 'echoed in an error',
      reply: { status: 401, body: JSON.stringify({ error: { message: `Incorrect API key provided: ${key}` } }) },
      exitCode: 1,
    },
    {
      name: 'echoed in a page of a proxy',
      reply: { status: 502, type: 'text/html', body: `<p>${key}</p>` },
      exitCode: 1,
    },
    { name: 'as the name of the model', reply: { type: 'text/event-stream', body: streamedAs(key) }, exitCode: 1 },
  ])('$name reaches no file and no terminal', async ({ reply, exitCode }, { project, onTestFinished }) => {
    const { server, env } = await serve(() => reply)
    onTestFinished(() => server.close())
    const files = goldenProject({ plain: [{ id: 'a', question: 'Key?', trait: 'x', expect: { contains: 'Paris' } }] })
    await project.write({ ...files, 'summary.md': '' })
    const github = { GITHUB_ACTIONS: 'true', GITHUB_STEP_SUMMARY: 'summary.md' }
    for (const extra of [{}, { AIOS_RECORD: '2' }]) {
      const run = await project.vitest(['run', 'goldens', '-u', ...everything], {
        ...env,
        ...github,
        ...extra,
        AIOS_API_KEY: key,
      })
      if (!(typeof reply === 'string')) expect(run.exitCode).toBe(exitCode)
      expect(run.output).not.toContain(key)
    }
    const holding = [...filesOf(project)].filter(([, text]) => text.includes(key)).map(([path]) => path)
    expect(holding).toEqual([])
    expect([...filesOf(project).keys()]).toContain('.aios/provenance.ndjson')
  })

  test('given as an option stays in the config', async ({ project, onTestFinished }) => {
    const { server, env } = await serve(() => `Your key is ${key}.`)
    onTestFinished(() => server.close())
    await project.write({
      ...goldenProject({ plain: [{ id: 'a', question: 'Key?', trait: 'x', expect: { contains: 'Paris' } }] }),
      'vitest.config.ts': configFile({ aios: `apiKey: '${key}'` }),
    })
    const run = await project.vitest(['run', 'goldens', ...everything], env)
    expect(run.output).not.toContain(key)
    const doctor = await project.aios(['doctor', '--json'], env)
    expect(doctor.output).not.toContain(key)
    const holding = [...filesOf(project)].filter(([, text]) => text.includes(key)).map(([path]) => path)
    expect(holding).toEqual(['vitest.config.ts'])
  })
})

/** A reply that another model claims to have given. */
function streamedAs(model: string): string {
  const choices = [{ index: 0, delta: { role: 'assistant', content: 'Yes.' }, finish_reason: null }]
  return `data: ${JSON.stringify({ id: 'x', object: 'chat.completion.chunk', model, choices })}\n\ndata: [DONE]\n\n`
}
