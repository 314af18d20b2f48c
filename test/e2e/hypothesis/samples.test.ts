import { cp, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect } from 'vitest'
import { numbered, type TestGolden } from '../../support/golden-project.ts'
import { better, eventsOf, hypothesisProject, unequalModels } from '../../support/hypothesis-project.ts'
import { test as base } from '../../support/project.ts'
import { scriptedModels } from '../../support/scripted-models.ts'

const test = base
  /** A recording of two repeats: of two prompts, two configurations, and both models. */
  .extend('recorded', { scope: 'file' }, async ({ newProject }, { onCleanup }) => {
    const server = await scriptedModels(['big', 'small', 'new'], (question, { model }) =>
      question.startsWith('Please') || model === 'new' ? 'That is right.' : 'No idea.',
    )
    onCleanup(() => server.close())
    const project = await newProject()
    await project.write(
      hypothesisProject(
        {
          prompt: `const plain = ({ question }) => question
const polite = ({ question }) => 'Please tell me: ' + question
hypothesis('H1', { claim: 'politeness helps', goldens: './set.json' }, async ({ paired }) => {
  expect(await paired({ prompt: [plain, polite] }).quality()).toDifferBy(0.1, { direction: 'positive' })
})
hypothesis('H2', { claim: 'the new model is better', goldens: './set.json' }, async ({ paired }) => {
  const configuration = [{ name: 'now' }, { name: 'next', models: { embedder: 'new' } }]
  expect(await paired({ configuration, source: 'embedder' }).quality()).toDifferBy(0.1, { direction: 'positive' })
})
`,
          turns: better('H3', '.toDifferBy(0.1)', { set: 'turns' }),
        },
        { sets: { set: numbered(8), turns: numbered(3, 'turn') } },
      ),
    )
    const env = { AIOS_BACKEND: 'live', AIOS_BASE_URL: server.url, AIOS_RECORD: '2' }
    const run = await project.vitest(['run', 'hypotheses'], env)
    const replies = await eventsOf(project, 'response')
    return { project, server, ...run, asked: server.asked(), replies }
  })
  /** A run of a golden set beside a hypothesis that names no files: all golden sets beside the baseline are asked. */
  .extend('beside', { scope: 'file' }, async ({ newProject }, { onCleanup }) => {
    const { server, env } = await unequalModels()
    onCleanup(() => server.close())
    const project = await newProject()
    await project.write({
      ...hypothesisProject({ all: better('H1', '.toDifferBy(0.1)').replace(`, goldens: './set.json'`, '') }),
      'goldens/set.json': JSON.stringify(numbered(4)),
      'goldens/set.golden.test.ts': `import { describeGoldens } from 'vitest-aios'\ndescribeGoldens('set', './set.json')\n`,
    })
    const run = await project.vitest(['run'], env)
    return { project, env, server, ...run, runs: await eventsOf(project, 'run') }
  })

describe('what a hypothesis asks', { timeout: 120_000 }, () => {
  test('asks both variants in turns, all questions before any repeat', ({ recorded: { asked } }) => {
    const turns = asked.flatMap(({ question, model, seed }) =>
      question.includes('turn') ? [`${model}${String(seed)}`] : [],
    )
    expect(turns.join(' ')).toBe('big1 small1 small1 big1 big1 small1 small2 big2 big2 small2 small2 big2')
  })

  test('compares and records prompts and configurations', ({ recorded: { output, replies } }) => {
    expect(output).toMatch(/H1 +supported/)
    expect(output).toMatch(/H2 +supported/)
    expect(output.match(/cassette +\S+|^ {12}goldens\/cassettes\S+/gm)).toMatchInlineSnapshot(`
      [
        "cassette   goldens/cassettes/set.ndjson",
        "cassette   goldens/cassettes/h1-polite.ndjson",
        "cassette   goldens/cassettes/h2-now.ndjson",
        "cassette   goldens/cassettes/h2-next.ndjson",
        "cassette   goldens/cassettes/turns.ndjson",
      ]
    `)
    expect(new Set(replies.map((event) => event['variant']))).toEqual(
      new Set(['plain', 'polite', 'now', 'next', 'main_model', 'embedder']),
    )
  })

  test('replays them', async ({ recorded: { project, server, asked } }) => {
    const replayed = await project.vitest(['run', 'hypotheses'], { AIOS_BACKEND: 'replay', AIOS_REPEATS: '2' })
    expect(replayed.output).toMatch(/H1 +supported[^]*n 8[^]*\(replayed\)/)
    expect(replayed.output).toMatch(/H2 +supported/)
    expect(replayed.exitCode).toBe(0)
    expect(server.asked()).toHaveLength(asked.length)
  })

  test('names the command that records a missing reply', async ({ recorded: { project } }) => {
    const run = await project.vitest(['run', 'hypotheses/turns'], { AIOS_BACKEND: 'replay', AIOS_REPEATS: '3' })
    expect(run.output).toContain(
      'record it with a live server or the embedded engine: AIOS_RECORD=5 npx vitest run hypotheses',
    )
    expect(run.exitCode).toBe(1)
  })
})

describe('beside goldens', { timeout: 120_000 }, () => {
  test('keeps the replies of a hypothesis out of the results and the baseline of its set', async ({
    beside: { project, output, exitCode, runs },
  }) => {
    expect(output).toMatch(/goldens {4}set {2}4\/4 pass/)
    expect(output).toMatch(/H1 .*n 4/s)
    expect(exitCode).toBe(0)
    const baseline = JSON.parse(await project.read('goldens/baseline.json')) as {
      sets: Record<string, { goldens: Record<string, { passes: unknown[] }> }>
    }
    expect(Object.keys(baseline.sets)).toEqual(['set'])
    expect(baseline.sets['set']?.goldens['g0']?.passes).toEqual([true])
    expect(runs).toMatchObject([{ sets: ['set'], replies: 12 }])
  })

  test('judges the replies of the last days in the log without asking again', async ({
    beside: { project, env, server },
  }) => {
    const asked = server.asked().length
    await project.write(
      hypothesisProject({
        log: `hypothesis('H2', { claim: 'few tokens are logged' }, async ({ observations, byContext }) => {
  const logged = await observations({ from: 'log', since: '7d' }).series('tokens')
  console.log('logged', logged.values.length, logged.basis)
  const later = await observations({ from: 'log', since: new Date(Date.now() + 60_000) }).series('tokens')
  console.log('later', later.values.length)
  const context = (event) => event.question.includes('g1') ? 'one' : 'other'
  expect(await byContext({ from: 'log', context }).latency()).toDifferBy(0.5)
})\n`,
      }),
    )
    const run = await project.vitest(['run', 'hypotheses/log'], env)

    expect(run.output).toContain('logged 4 measured')
    expect(run.output).toContain('later 0')
    expect(run.output).toMatch(/H2 +inconclusive/)
    expect(server.asked()).toHaveLength(asked)
    // The report of the goldens is still theirs.
    expect(JSON.parse(await project.read('.aios/last_report.json'))).toMatchObject({ sets: [{ set: 'set' }] })
  })
})

describe('examples/own-hypothesis', () => {
  test('runs as it stands, and asks what its two hypotheses share once', async ({ project, onTestFinished }) => {
    const example = join(import.meta.dirname, '../../../examples/own-hypothesis')
    const goldens = JSON.parse(await readFile(join(example, 'hypotheses/questions.json'), 'utf8')) as TestGolden[]
    const server = await scriptedModels(['smollm2-135m-instruct', 'gemma-3-270m'], (question) => {
      const golden = goldens.find((each) => each.question === question)
      const expected = golden?.['expect'] as { contains?: string; anyOf?: string[] } | undefined
      return `It is ${expected?.contains ?? expected?.anyOf?.[0]}.`
    })
    onTestFinished(() => server.close())
    await cp(example, project.dir, { recursive: true })
    const run = await project.vitest(['run', 'hypotheses'], { AIOS_BACKEND: 'live', AIOS_BASE_URL: server.url })

    expect(run.output).toMatch(/brief-is-as-good {2}supported/)
    expect(run.output).toMatch(/brief-is-faster {3}\w/)
    expect(server.asked()).toHaveLength(24 * 2 * 3)
    expect(run.exitCode).toBe(0)
  })
})
