import { cp, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect } from 'vitest'
import validate from '../../schemas/generated/provenance.validate.js'
import { configFile, numbered, type TestGolden } from '../support/golden-project.ts'
import { type Project, test } from '../support/project.ts'
import { scriptedModels } from '../support/scripted-models.ts'

const ANSWERS = { expect: { contains: 'right' } }

/** Files of a project: a set of so many questions, and the source of each hypothesis file. */
function files(hypotheses: Record<string, string>, questions = 8, options = ''): Record<string, string> {
  return {
    'vitest.config.ts': configFile({ aios: options }),
    'hypotheses/set.json': JSON.stringify(numbered(questions).map((golden) => ({ ...golden, ...ANSWERS }))),
    ...Object.fromEntries(
      Object.entries(hypotheses).map(([name, source]) => [
        `hypotheses/${name}.hypothesis.test.ts`,
        `import { expect, hypothesis } from 'vitest-aios'\n${source}`,
      ]),
    ),
  }
}

/** A hypothesis whose two sides are the models, judged by quality. */
const better = (id: string, matcher: string, more = '') =>
  `hypothesis('${id}', { claim: 'the embedder is better', goldens: './set.json'${more} }, async ({ paired }) => {
  expect(await paired({ source: ['main_model', 'embedder'] }).quality())${matcher}
})\n`

/** A server whose small model is right, and whose large one is only where `right` says so. */
async function models(right: (question: string) => boolean = () => false) {
  const server = await scriptedModels(['big', 'small'], (question, { model }) =>
    model === 'small' || right(question) ? 'That is right.' : 'No idea.',
  )
  return { server, env: { AIOS_BACKEND: 'live', AIOS_BASE_URL: server.url } }
}

/** Questions with a number of at least `first`. */
const from = (first: number) => (question: string) => Number(/g(\d+)/.exec(question)?.[1]) >= first

async function eventsOf(project: Project, type: string) {
  const events = await project.events()
  for (const event of events) expect(validate(event), JSON.stringify(validate.errors)).toBe(true)
  return events.filter((event) => event['event_type'] === type)
}

/** The last block of a run's output, without times. */
const block = (output: string) =>
  output
    .slice(output.search(/\n\n\n? H\d/))
    .replace(/^ dashboard .*$/m, '')
    .trimEnd()

describe('hypotheses as tests', () => {
  test('each outcome is a result, not a failure; each has an event, and all together one', async ({
    project,
    onTestFinished,
  }) => {
    const { server, env } = await models()
    onTestFinished(() => server.close())
    await project.write(
      files({
        better: better('H1', `.toDifferBy(0.1, { direction: 'positive' })`),
        worse: better('H2', `.toDifferBy(0.1, { direction: 'negative' })`),
        open: `hypothesis('H3', { claim: 'routes follow the trait', goldens: './set.json' }, async ({ byContext }) => {
  expect(await byContext({ context: ({ id }) => id }).routing()).toDifferBy(0.1)
})\n`,
      }),
    )
    const run = await project.vitest(['run', 'hypotheses'], env)

    expect(block(run.output)).toMatchInlineSnapshot(`
      "


       H1         supported      the embedder is better
                  risk difference 1 (95 %: 0.433 to 1, claimed at least 0.1), p 0.00391, n 8 (measured),
                  Holm p 0.0117
       H2         not supported  the embedder is better
                  risk difference 1 (95 %: 0.433 to 1, claimed at most -0.1), p 1, n 8 (measured)
       H3         inconclusive   routes follow the trait
                  Cramer's V unknown (95 %: no interval, claimed at least 0.1), no p, n 8 (measured)
                  one conversation in a context is too few to generalise from
       hypotheses 1 supported, 1 not supported, 1 inconclusive; Holm over 3, alpha 0.05

       log        .aios/provenance.ndjson (37 events)"
    `)
    expect(run.exitCode).toBe(0)
    // Each question once of each model, though two hypotheses ask it: but in files of their own.
    expect(server.asked()).toHaveLength(2 * 2 * 8)
    const tests = await eventsOf(project, 'hypothesis_test')
    expect(tests.map(({ hypothesis, outcome, n, basis, backend }) => ({ hypothesis, outcome, n, basis, backend })))
      .toMatchInlineSnapshot(`
      [
        {
          "backend": "live",
          "basis": "measured",
          "hypothesis": "H1",
          "n": 8,
          "outcome": "supported",
        },
        {
          "backend": "live",
          "basis": "measured",
          "hypothesis": "H2",
          "n": 8,
          "outcome": "not_supported",
        },
        {
          "backend": "live",
          "basis": "measured",
          "hypothesis": "H3",
          "n": 8,
          "outcome": "inconclusive",
        },
      ]
    `)
    const [batch, ...others] = await eventsOf(project, 'hypothesis_batch')
    expect(others).toEqual([])
    expect(batch).toMatchObject({ method: 'Holm', alpha: 0.05, status: 'pass', supported_share: 1 / 3 })
    expect(batch?.['counts']).toMatchInlineSnapshot(`
      {
        "family": 3,
        "inconclusive": 1,
        "not_run": 0,
        "not_supported": 1,
        "supported": 1,
        "unmeasured": 0,
      }
    `)
    const replies = await eventsOf(project, 'response')
    expect(new Set(replies.map(({ hypothesis, variant }) => `${String(hypothesis)} ${String(variant)}`))).toEqual(
      new Set(['H1 main_model', 'H1 embedder', 'H2 main_model', 'H2 embedder']),
    )
    // What the SLO check reads is about golden sets.
    expect(project.exists('.aios/last_report.json')).toBe(false)
  })

  test('a `must` hypothesis that is not supported fails its test', async ({ project, onTestFinished }) => {
    const { server, env } = await models()
    onTestFinished(() => server.close())
    await project.write(files({ worse: better('H1', '.toBeNoWorseThan(0.05)', `, must: 'hold', margin: 0.05`) }))
    const run = await project.vitest(['run', 'hypotheses'], env)

    expect(run.output).toContain(`Error: expect(sample).toBeNoWorseThan(0.05)

Hypothesis: H1 must hold: the embedder is better
Expected:   supported
Received:   not supported
            risk difference -1 (`)
    expect(run.exitCode).toBe(1)
    const [event] = await eventsOf(project, 'hypothesis_test')
    expect(event).toMatchObject({ outcome: 'not_supported', declaration: { must: 'hold', margin: 0.05 } })
  })

  test('fails an unmeasured hypothesis, without an outcome', async ({ project, onTestFinished }) => {
    const server = await scriptedModels(['big', 'small'], (question) =>
      question.includes('g5') ? { status: 400, body: '{"error":"no such slot"}' } : 'That is right.',
    )
    onTestFinished(() => server.close())
    await project.write(
      files({
        all: [
          better('H1', '.toDifferBy(0.1)'),
          `hypothesis('H2', { claim: 'a body may break' }, async () => { throw new Error('the data are gone') })\n`,
          `hypothesis('H3', { claim: 'a body may judge nothing' }, async () => {})\n`,
          `hypothesis('H4', { claim: 'an await may be missing', goldens: './set.json' }, async ({ paired }) => {
  expect(paired({ source: ['embedder', 'main_model'] }).latency()).toBeFasterBy(2)
})\n`,
          better('H5', '.toDifferBy(0.1)').replace(`'./set.json'`, `['./set.json', 'set.json']`),
          better('H6', '.toDifferBy(0.1)').replace('source:', 'repeats: 0, source:'),
          `hypothesis('H7', { claim: 'a context has a name', goldens: './set.json' }, async ({ byContext }) => {
  expect(await byContext({ context: ({ tags }) => tags }).weight()).toDifferBy(0.1)
})\n`,
        ].join(''),
      }),
    )
    const run = await project.vitest(['run', 'hypotheses'], {
      AIOS_BACKEND: 'live',
      AIOS_BASE_URL: server.url,
    })

    expect(run.exitCode).toBe(1)
    const why = (await eventsOf(project, 'hypothesis_test')).map(
      ({ hypothesis, outcome, why }) => `${String(hypothesis)} ${String(outcome)}: ${String(why).split('\n')[0]}`,
    )
    expect(why).toMatchInlineSnapshot(`
      [
        "H1 unmeasured: could not measure golden "g5": invalid request",
        "H2 unmeasured: the data are gone",
        "H3 unmeasured: aios: hypothesis H3 judged nothing. End its body with a matcher, for example: expect(await paired({ source: ['embedder', 'main_model'] }).latency()).toBeFasterBy(2)",
        "H4 unmeasured: toBeFasterBy: expected a paired sample, such as \`await paired({ source: ['embedder', 'main_model'] }).latency()\`; received a promise. Is an await missing?",
        "H5 unmeasured: aios: two of the golden sets contain "set: g0": rename one of the files",
        "H6 unmeasured: aios: paired({ repeats }) must be an integer from 1 to 100000, got 0",
        "H7 unmeasured: aios: byContext({ context }) must return a non-empty string for "What is number g0?", as (golden) => golden.trait does",
      ]
    `)
    const [batch] = await eventsOf(project, 'hypothesis_batch')
    expect(batch).toMatchObject({ status: 'fail', counts: { family: 7, unmeasured: 7 }, supported_share: 0 })
    expect(project.exists('.aios/last_report.json')).toBe(false)
  })

  test('names the error of a body before a question is asked', async ({ project, onTestFinished }) => {
    const { server, env } = await models()
    onTestFinished(() => server.close())
    const routes = 'await byContext({ context: ({ trait, id }) => trait + id.length }).routing()'
    const body = (id: string, source: string, goldens = `'./set.json'`) =>
      `hypothesis('${id}', { claim: 'c', goldens: ${goldens} }, async ({ ask, byContext, observations, paired }) => { ${source} })\n`
    await project.write(
      files({
        all: [
          body('H1', `expect(await observations().relation('weight', 'speed')).toCorrelate({ atLeast: 0.1 })`),
          body('H2', `expect(await observations().series('weights')).toConvergeTo(0.5, { margin: 0.1 })`),
          body('H3', `expect(await paired().quality()).toDifferBy(0.1)`),
          body('H4', `expect(await paired({ prompt: ['a', 'b'] }).quality()).toDifferBy(0.1)`),
          body('H5', `expect(await byContext().routing()).toDifferBy(0.1)`),
          body('H6', `expect(${routes}).toDifferBy(0.1, { direction: 'up' })`),
          body('H7', `expect(${routes}).toDifferBy(NaN)`),
          body('H8', `expect(await observations().series('weight')).toConvergeTo(0.5)`),
          body('H9', `expect(${routes}).toDifferBy(0.1)`, '3'),
          body('H10', `throw null`),
          body('H11', `expect(${routes}).toDifferBy(0.1); ${routes.slice('await '.length)}`),
          body('H12', `await ask('Hello!', { source: 'small', repeat: -1 })`),
          body('H13', `await byContext({ context: String, from: 'log', origin: 'live' }).latency()`),
        ].join(''),
      }),
    )
    const run = await project.vitest(['run', 'hypotheses'], env)

    expect(run.exitCode).toBe(1)
    const why = (await eventsOf(project, 'hypothesis_test')).map(
      ({ hypothesis, why, outcome }) => `${String(hypothesis)}: ${String(why ?? outcome)}`,
    )
    expect(why).toMatchInlineSnapshot(`
      [
        "H1: aios: the metric must be one of latency, firstToken, tokens, tokensPerSecond, quality, weight, routing, got "speed"",
        "H2: aios: the metric must be one of latency, firstToken, tokens, tokensPerSecond, quality, weight, routing, got "weights"",
        "H3: aios: paired needs two variants: { source: ['embedder', 'main_model'] }, { prompt: [first, second] } or { configuration: [first, second] }",
        "H4: aios: paired({ prompt }) must be an array of two functions of the golden, got [ 'a', 'b' ]",
        "H5: aios: byContext needs a function that returns the context: byContext({ context: (golden) => golden.trait })",
        "H6: toDifferBy: "direction" must be one of "positive", "negative", "either", got "up"",
        "H7: toDifferBy: "atLeast" must be a number from 0, got NaN",
        "H8: toConvergeTo: options must be an object such as { margin: 0.02 }, got undefined",
        "H9: aios: "goldens" must be the path of a golden set, or an array of paths, got 3",
        "H10: its body threw null",
        "H11: aios: the body of hypothesis H11 ended before its sample was complete. Is an await missing?",
        "H12: aios: ask({ source }) must be one of "main_model", "embedder", got "small"; ask({ repeat }) must be an integer from 0 to 100000, got -1",
        "H13: aios: byContext({ origin }) must be one of "measured", "replayed", got "live"",
      ]
    `)
    expect(server.asked()).toEqual([])
  })

  test('a failed `must` hypothesis cannot be caught', async ({ project, onTestFinished }) => {
    const { server, env } = await models()
    onTestFinished(() => server.close())
    const caught = better('H1', '.toBeNoWorseThan(0.05)', `, must: 'hold'`).replace(
      / {2}(expect.*)/,
      '  try { $1 } catch {}',
    )
    await project.write(
      files({ caught, soft: caught.replace(/H1/, 'H2').replace('try { expect(', 'try { expect.soft(') }),
    )
    const run = await project.vitest(['run', 'hypotheses'], env)

    expect(run.output).toContain(
      'aios: hypothesis H1 must hold and does not, and its body caught the error of its matcher',
    )
    expect(run.output).not.toContain('hypothesis H2 must hold and does not')
    expect(run.output).toContain('2 not supported')
    expect(run.output).toMatch(/Tests .*2 failed/)
    expect(run.exitCode).toBe(1)
    expect(await eventsOf(project, 'hypothesis_test')).toMatchObject([
      { hypothesis: 'H1', outcome: 'not_supported' },
      { hypothesis: 'H2', outcome: 'not_supported' },
    ])
  })

  test('a worker that dies leaves no outcome', async ({ project, onTestFinished }) => {
    const { server, env } = await models()
    onTestFinished(() => server.close())
    await project.write(
      files({
        better: better('H1', '.toDifferBy(0.1)'),
        dies: `hypothesis('H2', { claim: 'all is well' }, async () => { process.kill(process.pid, 'SIGKILL') })\n`,
      }),
    )
    const run = await project.vitest(['run', 'hypotheses'], env)

    expect(run.output).toMatch(/H2 +unmeasured +all is well\n +its test did not finish/)
    expect(run.output).toContain('1 supported, 1 unmeasured; Holm over 2')
    expect(run.exitCode).toBe(1)
    const events = await eventsOf(project, 'hypothesis_test')
    expect(events.map(({ hypothesis, outcome }) => `${String(hypothesis)} ${String(outcome)}`)).toEqual([
      'H1 supported',
      'H2 unmeasured',
    ])
  })

  test('rejects a call that contradicts the declaration, and names both', async ({ project, onTestFinished }) => {
    const { server, env } = await models()
    onTestFinished(() => server.close())
    await project.write(
      files({
        all: [
          better('H1', '.not.toDifferBy(0.1)'),
          better('H2', '.toDifferBy(0.1)', ', minimumEffect: 0.2'),
          better('H3', '.toDifferBy(0.1)', `, metric: 'latency'`),
          better('H4', '.toDifferBy(0.1, { alpha: 0.01 })', ', alpha: 0.05'),
        ].join(''),
      }),
    )
    await project.vitest(['run', 'hypotheses'], env)

    const why = (await eventsOf(project, 'hypothesis_test')).map(({ why }) => why)
    expect(why).toMatchInlineSnapshot(`
      [
        "aios: hypothesis H1: .not.toDifferBy(0.1) has no answer, because a claim that is not supported need not be false. State the opposite claim, and judge that",
        "aios: hypothesis H2: toDifferBy(0.1) judges 0.1, but the declaration says minimumEffect 0.2. Make them the same",
        "aios: hypothesis H3: the sample is of quality, but the declaration says metric latency. Make them the same",
        "aios: hypothesis H4: toDifferBy(0.1) judges at alpha 0.01, but the declaration says alpha 0.05. Make them the same",
      ]
    `)
    // The file's hypotheses share what they ask.
    expect(server.asked()).toHaveLength(2 * 8)
  })

  test('rejects an invalid declaration before a question is asked', async ({ project }) => {
    await project.write(
      files({ odd: better('H1', '.toDifferBy(0.1)', `, alpha: 1, minimumEfect: 0.1, metric: 'speed'`) }),
    )
    const run = await project.vitest(['run', 'hypotheses'])

    expect(run.output).toContain('"alpha" must be a number above 0 and below 0.5, got 1')
    expect(run.output).toContain('unknown option "minimumEfect"; did you mean "minimumEffect"?')
    expect(run.output).toContain('"metric" must be one of "latency", "firstToken"')
    expect(run.exitCode).toBe(1)

    await project.write(files({ odd: `hypothesis('H1', { claim: 'c' })\n` }))
    const empty = await project.vitest(['run', 'hypotheses'])
    expect(empty.output).toContain('aios: hypothesis H1 needs a body, such as async ({ paired }) => { ... }')
    expect(empty.exitCode).toBe(1)
  })
})

describe('several hypotheses', () => {
  // Five of eight questions tell the models apart: p is 1/32, which is enough alone, and not for one of two.
  const almost = better('H1', `.toDifferBy(0.01, { direction: 'positive' })`, `, must: 'hold'`)

  test('a `must` hypothesis may fail by the hypotheses of another file', async ({ project, onTestFinished }) => {
    const { server, env } = await models(from(5))
    onTestFinished(() => server.close())
    await project.write(files({ almost, other: almost.replace('H1', 'H2') }))
    const alone = await project.vitest(['run', 'hypotheses/almost'], env)
    expect(alone.output).toMatch(/H1 +supported +the embedder is better \(must hold\)/)
    expect(alone.exitCode).toBe(0)

    const both = await project.vitest(['run', 'hypotheses'], env)
    expect(both.output).toMatch(/Tests .*2 passed/)
    expect(block(both.output)).toMatchInlineSnapshot(`
      "


       H1         inconclusive   the embedder is better (must hold)
                  risk difference 0.625 (95 %: 0.0901 to 1, claimed at least 0.01), p 0.0312, n 8
                  (measured)
                  p 0.0312 would support it alone; among 2 hypotheses Holm makes it p 0.0625, above alpha
                  0.05
       H2         inconclusive   the embedder is better (must hold)
                  risk difference 0.625 (95 %: 0.0901 to 1, claimed at least 0.01), p 0.0312, n 8
                  (measured)
                  p 0.0312 would support it alone; among 2 hypotheses Holm makes it p 0.0625, above alpha
                  0.05
       hypotheses 2 inconclusive; Holm over 2, alpha 0.05

       note       hypothesis H1 must hold: it is supported alone, but not after the correction over this
                  run
       note       hypothesis H2 must hold: it is supported alone, but not after the correction over this
                  run
       log        .aios/provenance.ndjson (36 events)"
    `)
    expect(both.exitCode).toBe(1)
    const events = (await eventsOf(project, 'hypothesis_test')).slice(1)
    expect(events).toMatchObject([
      { hypothesis: 'H1', outcome: 'inconclusive', outcome_alone: 'supported' },
      { hypothesis: 'H2', outcome: 'inconclusive', outcome_alone: 'supported' },
    ])
  })

  test('shards judge their own hypotheses, and their merge judges all', async ({ project, onTestFinished }) => {
    const { server, env } = await models(from(5))
    onTestFinished(() => server.close())
    await project.write(files({ almost, other: almost.replace('H1', 'H2') }))
    for (const shard of ['1/2', '2/2']) {
      const run = await project.vitest(['run', 'hypotheses', `--shard=${shard}`, '--reporter=blob'], env)
      expect(run.output).toContain('1 supported; Holm over 1')
      expect(run.exitCode).toBe(0)
    }
    const asked = server.asked().length
    const merged = await project.vitest(['run', '--merge-reports'], env)
    expect(merged.output).toContain('2 inconclusive; Holm over 2')
    expect(merged.output).toContain('hypothesis H1 must hold: it is supported alone, but not after the correction')
    expect(merged.exitCode).toBe(1)
    expect(server.asked()).toHaveLength(asked)
  })

  test('says that only a part ran, and that a declaration changed since the last run', async ({
    project,
    onTestFinished,
  }) => {
    const { server, env } = await models()
    onTestFinished(() => server.close())
    const two = (minimum: number) =>
      files({
        two: [
          better('H1', `.toDifferBy(${minimum})`, `, minimumEffect: ${minimum}`),
          better('H2', `.toDifferBy(${minimum})`),
        ].join(''),
      })
    await project.write(two(0.2))
    await project.vitest(['run', 'hypotheses'], env)
    await project.write(two(0.1))
    const run = await project.vitest(['run', 'hypotheses', '-t', 'H1'], env)

    expect(run.output).toContain('Holm over 1, alpha 0.05; 1 did not run')
    expect(run.output).toMatch(/the declaration of hypothesis H1 changed since \S+ minimum_effect\n? *was 0.2, is 0.1/)
    expect((await eventsOf(project, 'hypothesis_batch')).at(-1)).toMatchObject({ counts: { family: 1, not_run: 1 } })
  })

  test('rejects two hypotheses with the same id', async ({ project, onTestFinished }) => {
    const { server, env } = await models()
    onTestFinished(() => server.close())
    await project.write(files({ one: better('H1', '.toDifferBy(0.1)'), two: better('H1', '.toDifferBy(0.1)') }))
    const run = await project.vitest(['run', 'hypotheses'], env)

    expect(run.output).toContain('2 hypotheses are called H1: give each an id of its own')
    expect(run.exitCode).toBe(1)
  })
})

describe('what a hypothesis asks', () => {
  test('asks both variants in turns, all questions before any repeat', async ({ project, onTestFinished }) => {
    const { server, env } = await models()
    onTestFinished(() => server.close())
    await project.write(files({ better: better('H1', '.toDifferBy(0.1)') }, 3, 'repeats: 2'))
    await project.vitest(['run', 'hypotheses'], env)

    const asked = server.asked().map(({ model, seed }) => `${model}${String(seed)}`)
    expect(asked.join(' ')).toBe('big1 small1 small1 big1 big1 small1 small2 big2 big2 small2 small2 big2')
  })

  test('compares, records and replays prompts and configurations', async ({ project, onTestFinished }) => {
    const server = await scriptedModels(['big', 'small', 'new'], (question, { model }) =>
      question.startsWith('Please') || model === 'new' ? 'That is right.' : 'No idea.',
    )
    onTestFinished(() => server.close())
    await project.write(
      files({
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
      }),
    )
    const recorded = await project.vitest(['run', 'hypotheses'], {
      AIOS_BACKEND: 'live',
      AIOS_BASE_URL: server.url,
      AIOS_RECORD: '2',
    })
    expect(recorded.output).toMatch(/H1 +supported/)
    expect(recorded.output).toMatch(/H2 +supported/)
    expect(recorded.output.match(/cassette +\S+|^ {12}goldens\/cassettes\S+/gm)).toMatchInlineSnapshot(`
      [
        "cassette   goldens/cassettes/set.ndjson",
        "cassette   goldens/cassettes/h1-polite.ndjson",
        "cassette   goldens/cassettes/h2-now.ndjson",
        "cassette   goldens/cassettes/h2-next.ndjson",
      ]
    `)
    const events = await eventsOf(project, 'response')
    expect(new Set(events.map((event) => event['variant']))).toEqual(new Set(['plain', 'polite', 'now', 'next']))

    const asked = server.asked().length
    const replayed = await project.vitest(['run', 'hypotheses'], { AIOS_BACKEND: 'replay', AIOS_REPEATS: '2' })
    expect(replayed.output).toMatch(/H1 +supported[^]*n 8[^]*\(replayed\)/)
    expect(replayed.output).toMatch(/H2 +supported/)
    expect(replayed.exitCode).toBe(0)
    expect(server.asked()).toHaveLength(asked)
  })

  test('names the command that records a missing reply', async ({ project, onTestFinished }) => {
    const { server, env } = await models()
    onTestFinished(() => server.close())
    await project.write(files({ better: better('H1', '.toDifferBy(0.1)') }))
    await project.vitest(['run', 'hypotheses'], { ...env, AIOS_RECORD: '1' })
    const run = await project.vitest(['run', 'hypotheses'], { AIOS_BACKEND: 'replay', AIOS_REPEATS: '3' })

    expect(run.output).toContain(
      'record it with a live server or the embedded engine: AIOS_RECORD=5 npx vitest run hypotheses',
    )
    expect(run.exitCode).toBe(1)
  })
})

describe('the provenance log as a source', () => {
  test('judges the replies of the last days without asking again', async ({ project, onTestFinished }) => {
    const { server, env } = await models(from(5))
    onTestFinished(() => server.close())
    await project.write({
      ...files({
        log: `hypothesis('H1', { claim: 'few tokens are logged' }, async ({ observations, byContext }) => {
  const logged = await observations({ from: 'log', since: '7d' }).series('tokens')
  console.log('logged', logged.values.length, logged.basis)
  const later = await observations({ from: 'log', since: new Date(Date.now() + 60_000) }).series('tokens')
  console.log('later', later.values.length)
  const context = (event) => event.question.includes('g1') ? 'one' : 'other'
  expect(await byContext({ from: 'log', context }).latency()).toDifferBy(0.5)
})\n`,
      }),
      'goldens/set.json': JSON.stringify(numbered(4)),
      'goldens/set.golden.test.ts': `import { describeGoldens } from 'vitest-aios'\ndescribeGoldens('set', './set.json')\n`,
    })
    await project.vitest(['run', 'goldens'], env)
    const asked = server.asked().length
    const run = await project.vitest(['run', 'hypotheses'], env)

    expect(run.output).toContain('logged 4 measured')
    expect(run.output).toContain('later 0')
    expect(run.output).toMatch(/H1 +inconclusive/)
    expect(server.asked()).toHaveLength(asked)
    // The report of the goldens is still theirs.
    expect(JSON.parse(await project.read('.aios/last_report.json'))).toMatchObject({ sets: [{ set: 'set' }] })
  })

  test('rejects an invalid time', async ({ project, onTestFinished }) => {
    const { server, env } = await models()
    onTestFinished(() => server.close())
    await project.write(
      files({
        log: `hypothesis('H1', { claim: 'all is well' }, async ({ observations }) => {
  await observations({ from: 'log', since: 'yesterday' }).series('tokens')
})\n`,
      }),
    )
    const run = await project.vitest(['run', 'hypotheses'], env)
    expect(run.output).toContain(
      `"since" must be a time such as '24h', '7d' or '2026-01-31T12:00:00Z', got "yesterday"`,
    )
    expect(run.exitCode).toBe(1)
  })
})

describe('beside goldens', () => {
  const beside = {
    'goldens/set.json': JSON.stringify(numbered(4)),
    'goldens/set.golden.test.ts': `import { describeGoldens } from 'vitest-aios'\ndescribeGoldens('set', './set.json')\n`,
  }

  test('keeps the replies of a hypothesis out of the results and the baseline of its set', async ({
    project,
    onTestFinished,
  }) => {
    const { server, env } = await models()
    onTestFinished(() => server.close())
    // No files are named: all golden sets beside the baseline are asked.
    const all = better('H1', '.toDifferBy(0.1)').replace(`, goldens: './set.json'`, '')
    await project.write({ ...files({ all }), ...beside })
    const run = await project.vitest(['run'], env)

    expect(run.output).toMatch(/goldens {4}set {2}4\/4 pass/)
    expect(run.output).toMatch(/H1 .*n 4/s)
    expect(run.exitCode).toBe(0)
    const baseline = JSON.parse(await project.read('goldens/baseline.json')) as {
      sets: Record<string, { goldens: Record<string, { passes: unknown[] }> }>
    }
    expect(Object.keys(baseline.sets)).toEqual(['set'])
    expect(baseline.sets['set']?.goldens['g0']?.passes).toEqual([true])
    expect((await eventsOf(project, 'run'))[0]).toMatchObject({ sets: ['set'], replies: 12 })
  })

  test('names the remedy without a golden set, and does not judge again on a retry', async ({
    project,
    onTestFinished,
  }) => {
    const { server, env } = await models()
    onTestFinished(() => server.close())
    const body = `console.log('looking'); return paired({ source: ['embedder', 'main_model'] }).quality()`
    await project.write({
      ...files({ none: `hypothesis('H1', { claim: 'all is well' }, async ({ paired }) => { ${body} })\n` }),
      'vitest.config.ts': configFile({ test: 'retry: 2' }),
    })
    const run = await project.vitest(['run'], env)

    expect(run.output).toContain(
      `a hypothesis needs questions, and there is no golden set in goldens. Name one: { goldens: './questions.json' }`,
    )
    expect(run.output.match(/^looking$/gm)).toHaveLength(1)
    expect(run.exitCode).toBe(1)
  })
})

describe('examples/own-hypothesis', () => {
  test('runs as it stands, and asks what its two hypotheses share once', async ({ project, onTestFinished }) => {
    const example = join(import.meta.dirname, '../../examples/own-hypothesis')
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

describe('the output of other reporters', () => {
  const CLAIM = String.raw`evil \u001b[31m<script>alert(1)</script> \u202e| claim`

  test('contains claim, outcome and numbers, and escapes a hostile claim', async ({ project, onTestFinished }) => {
    const { server, env } = await models()
    onTestFinished(() => server.close())
    await project.write({
      ...files({ better: better('H1', '.toDifferBy(0.1)').replace('the embedder is better', CLAIM) }),
      'summary.md': '',
    })
    const run = await project.vitest(['run', 'hypotheses', '--reporter=json', '--outputFile=out.json'], {
      ...env,
      GITHUB_STEP_SUMMARY: 'summary.md',
    })
    expect(run.output).not.toContain('\u001b[31m')
    expect(run.output).not.toContain('\u202e')
    const report = JSON.parse(await project.read('out.json')) as {
      testResults: { assertionResults: { title: string; meta: { aiosHypothesis: Record<string, unknown> } }[] }[]
    }
    const [shown] = report.testResults[0]?.assertionResults ?? []
    expect(shown?.meta.aiosHypothesis).toMatchInlineSnapshot(`
      {
        "claim": "evil \\x1b[31m<script>alert(1)</script> \\u202e| claim",
        "declaration": {
          "alpha": 0.05,
          "power": 0.8,
        },
        "declaration_hash": "3a7c004dd0cf",
        "finding": {
          "basis": "measured",
          "effect": {
            "claimed": "beyond",
            "minimum": 0.1,
            "name": "risk difference",
            "value": 1,
          },
          "interval": {
            "confidence": 0.975,
            "lower": 0.3475685674403586,
            "upper": 1,
          },
          "method": "exact stratified test, pseudo-case t interval",
          "n": 8,
          "outcome": "supported",
          "p": 0.007812499999999667,
          "repeats": 1,
        },
        "id": "H1",
        "numbers": "risk difference 1 (97.5 %: 0.348 to 1, claimed beyond 0.1 either way), p 0.00781, n 8, exact stratified test, pseudo-case t interval (measured)",
        "outcome": "supported",
        "unmeasured": [],
      }
    `)
    expect((await project.read('summary.md')).replace(/1:\d+/, '1:<port>')).toMatchInlineSnapshot(`
      "## Hypotheses

      live: http\\://127.0.0.1:<port>/v1 (LM Studio) has both models; latencies are measured

      | id | claim | outcome | effect | p | Holm | n | rests on |
      | --- | --- | --- | --- | --- | --- | --- | --- |
      | H1 | evil \\\\x1b\\[31m&lt;script>alert(1)&lt;/script> \\\\u202e\\| claim | ✅ supported | risk difference 1 (97.5 %: 0.348 to 1, claimed beyond 0.1 either way) | 0.00781 | 0.00781 | 8 | measured |

      Judged together: with Holm's correction over 1 the chance of any false support is at most 0.05.

      "
    `)
  })
})
