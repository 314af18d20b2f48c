import { describe, expect } from 'vitest'
import { configFile, numbered } from '../../support/golden-project.ts'
import { better, eventsOf, hypothesisProject, unequalModels } from '../../support/hypothesis-project.ts'
import { test as base } from '../../support/project.ts'
import { scriptedModels } from '../../support/scripted-models.ts'

const routes = 'await byContext({ context: ({ trait, id }) => trait + id.length }).routing()'
const body = (id: string, source: string, goldens = `'./unasked.json'`) =>
  `hypothesis('${id}', { claim: 'c', goldens: ${goldens} }, async ({ ask, byContext, observations, paired }) => { ${source} })\n`

const mustHold = better('M2', '.toBeNoWorseThan(0.05)', { more: `, must: 'hold'` })

const HYPOTHESES = [
  // Without an outcome.
  better('U1', '.toDifferBy(0.1)', { set: 'lost' }),
  `hypothesis('U2', { claim: 'a body may break' }, async () => { throw new Error('the data are gone') })\n`,
  `hypothesis('U3', { claim: 'a body may judge nothing' }, async () => {})\n`,
  `hypothesis('U4', { claim: 'an await may be missing', goldens: './lost.json' }, async ({ paired }) => {
  expect(paired({ source: ['embedder', 'main_model'] }).latency()).toBeFasterBy(2)
})\n`,
  better('U5', '.toDifferBy(0.1)', { set: 'lost' }).replace(`'./lost.json'`, `['./lost.json', 'lost.json']`),
  better('U6', '.toDifferBy(0.1)', { set: 'lost' }).replace('source:', 'repeats: 0, source:'),
  `hypothesis('U7', { claim: 'a context has a name', goldens: './lost.json' }, async ({ byContext }) => {
  expect(await byContext({ context: ({ tags }) => tags }).weight()).toDifferBy(0.1)
})\n`,
  // With an error that is found before a question is asked.
  body('B1', `expect(await observations().relation('weight', 'speed')).toCorrelate({ atLeast: 0.1 })`),
  body('B2', `expect(await observations().series('weights')).toConvergeTo(0.5, { margin: 0.1 })`),
  body('B3', `expect(await paired().quality()).toDifferBy(0.1)`),
  body('B4', `expect(await paired({ prompt: ['a', 'b'] }).quality()).toDifferBy(0.1)`),
  body('B5', `expect(await byContext().routing()).toDifferBy(0.1)`),
  body('B6', `expect(${routes}).toDifferBy(0.1, { direction: 'up' })`),
  body('B7', `expect(${routes}).toDifferBy(NaN)`),
  body('B8', `expect(await observations().series('weight')).toConvergeTo(0.5)`),
  body('B9', `expect(${routes}).toDifferBy(0.1)`, '3'),
  body('B10', `throw null`),
  body('B11', `expect(${routes}).toDifferBy(0.1); ${routes.slice('await '.length)}`),
  body('B12', `await ask('Hello!', { source: 'small', repeat: -1 })`),
  body('B13', `await byContext({ context: String, from: 'log', origin: 'live' }).latency()`),
  body('B14', `await observations({ from: 'log', since: 'yesterday' }).series('tokens')`),
  // With a call that contradicts the declaration.
  better('C1', '.not.toDifferBy(0.1)', { set: 'shared' }),
  better('C2', '.toDifferBy(0.1)', { set: 'shared', more: ', minimumEffect: 0.2' }),
  better('C3', '.toDifferBy(0.1)', { set: 'shared', more: `, metric: 'latency'` }),
  better('C4', '.toDifferBy(0.1, { alpha: 0.01 })', { set: 'shared', more: ', alpha: 0.05' }),
  // With an outcome.
  better('M1', '.toBeNoWorseThan(0.05)', { more: `, must: 'hold', margin: 0.05` }),
  mustHold.replace(/ {2}(expect.*)/, '  try { $1 } catch {}'),
  mustHold.replace('M2', 'M3').replace(/ {2}expect(.*)/, '  try { expect.soft$1 } catch {}'),
  better('S1', '.toDifferBy(0.1)'),
].join('')

/** They, and files whose worker dies or which cannot be collected. */
const FILES: Readonly<Record<string, string>> = {
  all: HYPOTHESES,
  dies: `hypothesis('D1', { claim: 'all is well' }, async () => { process.kill(process.pid, 'SIGKILL') })\n`,
  declared: better('I1', '.toDifferBy(0.1)', {
    set: 'unasked',
    more: `, alpha: 1, minimumEfect: 0.1, metric: 'speed'`,
  }),
  empty: `hypothesis('I2', { claim: 'c' })\n`,
}

/** A run of all of them on a server that refuses a question of the set `lost`. */
const test = base.extend('failed', { scope: 'file' }, async ({ newProject }, { onCleanup }) => {
  const server = await scriptedModels(['big', 'small'], (question, { model }) => {
    if (question.includes('lost5')) return { status: 400, body: '{"error":"no such slot"}' }
    return model === 'small' || question.includes('lost') ? 'That is right.' : 'No idea.'
  })
  onCleanup(() => server.close())
  const project = await newProject()
  const sets = Object.fromEntries(['lost', 'unasked', 'shared'].map((set) => [set, numbered(8, set)]))
  await project.write(hypothesisProject(FILES, { sets: { set: numbered(8), ...sets } }))
  const run = await project.vitest(['run', 'hypotheses'], { AIOS_BACKEND: 'live', AIOS_BASE_URL: server.url })
  return {
    ...run,
    asked: server.asked().map(({ question }) => question),
    tests: await eventsOf(project, 'hypothesis_test'),
    batches: await eventsOf(project, 'hypothesis_batch'),
    hasGoldenReport: project.exists('.aios/last_report.json'),
  }
})

/** Ids of a file with the first line of why they have no outcome. */
const reasons = (tests: readonly Record<string, unknown>[], ids: RegExp) =>
  tests
    .filter(({ hypothesis }) => ids.test(String(hypothesis)))
    .map(({ hypothesis, outcome, why }) => `${String(hypothesis)} ${String(outcome)}: ${String(why).split('\n')[0]}`)

describe('hypotheses with errors', { timeout: 120_000 }, () => {
  test('fail the run', ({ failed: { exitCode, batches, hasGoldenReport } }) => {
    expect(exitCode).toBe(1)
    expect(batches).toMatchObject([{ status: 'fail' }])
    expect(batches[0]?.['counts']).toMatchInlineSnapshot(`
      {
        "family": 30,
        "inconclusive": 1,
        "not_run": 0,
        "not_supported": 3,
        "supported": 0,
        "unmeasured": 26,
      }
    `)
    expect(hasGoldenReport).toBe(false)
  })

  test('have no outcome where they are unmeasured', ({ failed: { tests } }) => {
    expect(reasons(tests, /^U/)).toMatchInlineSnapshot(`
      [
        "U1 unmeasured: could not measure golden "lost5": invalid request",
        "U2 unmeasured: the data are gone",
        "U3 unmeasured: aios: hypothesis U3 judged nothing. End its body with a matcher, for example: expect(await paired({ source: ['embedder', 'main_model'] }).latency()).toBeFasterBy(2)",
        "U4 unmeasured: toBeFasterBy: expected a paired sample, such as \`await paired({ source: ['embedder', 'main_model'] }).latency()\`; received a promise. Is an await missing?",
        "U5 unmeasured: aios: two of the golden sets contain "lost: lost0": rename one of the files",
        "U6 unmeasured: aios: paired({ repeats }) must be an integer from 1 to 100000, got 0",
        "U7 unmeasured: aios: byContext({ context }) must return a non-empty string for "What is number lost0?", as (golden) => golden.trait does",
      ]
    `)
  })

  test('are named before a question is asked', ({ failed: { tests, asked } }) => {
    expect(reasons(tests, /^B/)).toMatchInlineSnapshot(`
      [
        "B1 unmeasured: aios: the metric must be one of latency, firstToken, tokens, tokensPerSecond, quality, weight, routing, got "speed"",
        "B2 unmeasured: aios: the metric must be one of latency, firstToken, tokens, tokensPerSecond, quality, weight, routing, got "weights"",
        "B3 unmeasured: aios: paired needs two variants: { source: ['embedder', 'main_model'] }, { prompt: [first, second] } or { configuration: [first, second] }",
        "B4 unmeasured: aios: paired({ prompt }) must be an array of two functions of the golden, got [ 'a', 'b' ]",
        "B5 unmeasured: aios: byContext needs a function that returns the context: byContext({ context: (golden) => golden.trait })",
        "B6 unmeasured: toDifferBy: "direction" must be one of "positive", "negative", "either", got "up"",
        "B7 unmeasured: toDifferBy: "atLeast" must be a number from 0, got NaN",
        "B8 unmeasured: toConvergeTo: options must be an object such as { margin: 0.02 }, got undefined",
        "B9 unmeasured: aios: "goldens" must be the path of a golden set, or an array of paths, got 3",
        "B10 unmeasured: its body threw null",
        "B11 unmeasured: aios: the body of hypothesis B11 ended before its sample was complete. Is an await missing?",
        "B12 unmeasured: aios: ask({ source }) must be one of "main_model", "embedder", got "small"; ask({ repeat }) must be an integer from 0 to 100000, got -1",
        "B13 unmeasured: aios: byContext({ origin }) must be one of "measured", "replayed", got "live"",
        "B14 unmeasured: aios: "since" must be a time such as '24h', '7d' or '2026-01-31T12:00:00Z', got "yesterday"",
      ]
    `)
    expect(asked.filter((question) => question.includes('unasked') || question === 'Hello!')).toEqual([])
  })

  test('that contradict their declaration name both', ({ failed: { tests, asked } }) => {
    expect(reasons(tests, /^C/)).toMatchInlineSnapshot(`
      [
        "C1 unmeasured: aios: hypothesis C1: .not.toDifferBy(0.1) has no answer, because a claim that is not supported need not be false. State the opposite claim, and judge that",
        "C2 unmeasured: aios: hypothesis C2: toDifferBy(0.1) judges 0.1, but the declaration says minimumEffect 0.2. Make them the same",
        "C3 unmeasured: aios: hypothesis C3: the sample is of quality, but the declaration says metric latency. Make them the same",
        "C4 unmeasured: aios: hypothesis C4: toDifferBy(0.1) judges at alpha 0.01, but the declaration says alpha 0.05. Make them the same",
      ]
    `)
    // The file's hypotheses share what they ask.
    expect(asked.filter((question) => question.includes('shared'))).toHaveLength(2 * 8)
  })

  test('a `must` hypothesis that is not supported fails its test', ({ failed: { output, tests } }) => {
    expect(output).toContain(`Error: expect(sample).toBeNoWorseThan(0.05)

Hypothesis: M1 must hold: the embedder is better
Expected:   supported
Received:   not supported
            risk difference -1 (`)
    expect(tests.find(({ hypothesis }) => hypothesis === 'M1')).toMatchObject({
      outcome: 'not_supported',
      declaration: { must: 'hold', margin: 0.05 },
    })
  })

  test('a failed `must` hypothesis cannot be caught', ({ failed: { output, tests } }) => {
    expect(output).toContain('aios: hypothesis M2 must hold and does not, and its body caught the error of its matcher')
    expect(output).not.toContain('hypothesis M3 must hold and does not')
    expect(output).toContain('3 not supported')
    expect(output).toMatch(/FAIL .*M2/)
    expect(output).toMatch(/FAIL .*M3/)
    for (const id of ['M2', 'M3'])
      expect(tests.find(({ hypothesis }) => hypothesis === id)).toMatchObject({ outcome: 'not_supported' })
  })

  test('a worker that dies leaves no outcome', ({ failed: { output, tests } }) => {
    expect(output).toMatch(/D1 +unmeasured +all is well\n +its test did not finish/)
    expect(tests.filter(({ hypothesis }) => hypothesis === 'D1')).toMatchObject([{ outcome: 'unmeasured' }])
    // The correction is over all of them.
    expect(tests.filter(({ hypothesis }) => hypothesis === 'S1')).toMatchObject([
      { outcome: 'inconclusive', outcome_alone: 'supported' },
    ])
  })

  test('rejects an invalid declaration', ({ failed: { output, tests } }) => {
    expect(output).toContain('"alpha" must be a number above 0 and below 0.5, got 1')
    expect(output).toContain('unknown option "minimumEfect"; did you mean "minimumEffect"?')
    expect(output).toContain('"metric" must be one of "latency", "firstToken"')
    expect(output).toContain('aios: hypothesis I2 needs a body, such as async ({ paired }) => { ... }')
    expect(tests.filter(({ hypothesis }) => String(hypothesis).startsWith('I'))).toEqual([])
  })
})

test('rejects two hypotheses with the same id', async ({ project, onTestFinished }) => {
  const { server, env } = await unequalModels()
  onTestFinished(() => server.close())
  await project.write(
    hypothesisProject({ one: better('H1', '.toDifferBy(0.1)'), two: better('H1', '.toDifferBy(0.1)') }),
  )
  const run = await project.vitest(['run', 'hypotheses'], env)

  expect(run.output).toContain('2 hypotheses are called H1: give each an id of its own')
  expect(run.exitCode).toBe(1)
})

test('names the remedy without a golden set, and does not judge again on a retry', async ({
  project,
  onTestFinished,
}) => {
  const { server, env } = await unequalModels()
  onTestFinished(() => server.close())
  const source = `console.log('looking'); return paired({ source: ['embedder', 'main_model'] }).quality()`
  await project.write({
    ...hypothesisProject({
      none: `hypothesis('H1', { claim: 'all is well' }, async ({ paired }) => { ${source} })\n`,
    }),
    'vitest.config.ts': configFile({ test: 'retry: 2' }),
  })
  const run = await project.vitest(['run'], env)

  expect(run.output).toContain(
    `a hypothesis needs questions, and the folder goldens contains no golden set. Name one: { goldens: './questions.json' }`,
  )
  expect(run.output.match(/^looking$/gm)).toHaveLength(1)
  expect(run.exitCode).toBe(1)
})
