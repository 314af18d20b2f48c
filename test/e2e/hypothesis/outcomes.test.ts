import { describe, expect } from 'vitest'
import { better, eventsOf, hypothesisProject, lastBlock, unequalModels } from '../../support/hypothesis-project.ts'
import { test as base } from '../../support/project.ts'

const HOSTILE = String.raw`evil \u001b[31m<script>alert(1)</script> \u202e| claim`

const gained = (minimum: number) =>
  better('H1', `.toDifferBy(${minimum}, { direction: 'positive' })`, { more: `, minimumEffect: ${minimum}` })

const test = base
  /** A run of four hypotheses, one of them with a hostile claim. */
  .extend('first', { scope: 'file' }, async ({ newProject }, { onCleanup }) => {
    const { server, env } = await unequalModels()
    onCleanup(() => server.close())
    const project = await newProject()
    await project.write({
      ...hypothesisProject({
        better: gained(0.1),
        worse: better('H2', `.toDifferBy(0.1, { direction: 'negative' })`),
        open: `hypothesis('H3', { claim: 'routes follow the trait', goldens: './set.json' }, async ({ byContext }) => {
  expect(await byContext({ context: ({ id }) => id }).routing()).toDifferBy(0.1)
})\n`,
        hostile: better('H4', '.toDifferBy(0.1)').replace('the embedder is better', HOSTILE),
      }),
      'summary.md': '',
    })
    const args = ['run', 'hypotheses', '--reporter=default', '--reporter=json', '--outputFile.json=out.json']
    const run = await project.vitest(args, { ...env, GITHUB_STEP_SUMMARY: 'summary.md' })
    return {
      project,
      env,
      ...run,
      asked: server.asked().length,
      tests: await eventsOf(project, 'hypothesis_test'),
      batches: await eventsOf(project, 'hypothesis_batch'),
      replies: await eventsOf(project, 'response'),
      report: await project.read('out.json'),
      summary: await project.read('summary.md'),
      hasGoldenReport: project.exists('.aios/last_report.json'),
    }
  })
  /** The next run, of one hypothesis with another declaration. */
  .extend('second', { scope: 'file' }, async ({ first: { project, env } }) => {
    await project.write({
      'hypotheses/better.hypothesis.test.ts': `import { expect, hypothesis } from 'vitest-aios'\n${gained(0.2)}`,
    })
    const run = await project.vitest(['run', 'hypotheses', '-t', 'H1'], env)
    return { ...run, batch: (await eventsOf(project, 'hypothesis_batch')).at(-1) }
  })

describe('hypotheses as tests', () => {
  test('each outcome is a result, not a failure', ({ first: { output, exitCode } }) => {
    expect(lastBlock(output)).toMatchInlineSnapshot(`
      "


       H1         supported      the embedder is better
                  risk difference 1 (95 %: 0.433 to 1, claimed at least 0.1), p 0.00391, n 8 (measured),
                  Holm p 0.0156
       H2         not supported  the embedder is better
                  risk difference 1 (95 %: 0.433 to 1, claimed at most -0.1), p 1, n 8 (measured)
       H3         inconclusive   routes follow the trait
                  Cramer's V unknown (95 %: no interval, claimed at least 0.1), no p, n 8 (router
                  decisions)
                  one conversation in a context is too few to generalise from
       H4         supported      evil \\x1b[31m<script>alert(1)</script> \\u202e| claim
                  risk difference 1 (97.5 %: 0.348 to 1, claimed beyond 0.1 either way), p 0.00781, n 8
                  (measured), Holm p 0.0234
       hypotheses 2 supported, 1 not supported, 1 inconclusive; Holm over 4, alpha 0.05

       log        .aios/provenance.ndjson (54 events)

      JSON report written to <project>/out.json"
    `)
    expect(exitCode).toBe(0)
  })

  test('each has an event', ({ first: { tests } }) => {
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
          "basis": null,
          "hypothesis": "H3",
          "n": 8,
          "outcome": "inconclusive",
        },
        {
          "backend": "live",
          "basis": "measured",
          "hypothesis": "H4",
          "n": 8,
          "outcome": "supported",
        },
      ]
    `)
  })

  test('all together have an event', ({ first: { batches } }) => {
    const [batch, ...others] = batches
    expect(others).toEqual([])
    expect(batch).toMatchObject({ method: 'Holm', alpha: 0.05, status: 'pass', supported_share: 2 / 4 })
    expect(batch?.['counts']).toMatchInlineSnapshot(`
      {
        "family": 4,
        "inconclusive": 1,
        "not_run": 0,
        "not_supported": 1,
        "supported": 2,
        "unmeasured": 0,
      }
    `)
  })

  test('ask each question once of each model, though several ask it: but in files of their own', ({
    first: { asked, replies, hasGoldenReport },
  }) => {
    expect(asked).toBe(3 * 2 * 8)
    expect(new Set(replies.map(({ hypothesis, variant }) => `${String(hypothesis)} ${String(variant)}`))).toEqual(
      new Set(['H1', 'H2', 'H4'].flatMap((id) => [`${id} main_model`, `${id} embedder`])),
    )
    // What the SLO check reads is about golden sets.
    expect(hasGoldenReport).toBe(false)
  })

  test('says that only a part ran, and that a declaration changed since the last run', ({ second }) => {
    expect(second.output).toContain('Holm over 1, alpha 0.05; 3 did not run')
    expect(second.output).toMatch(
      /the declaration of hypothesis H1 changed since \S+ minimum_effect\n? *was 0.1, is 0.2/,
    )
    expect(second.batch).toMatchObject({ counts: { family: 1, not_run: 3 } })
  })
})

describe('the output of other reporters', () => {
  test('contains claim, outcome and numbers, and escapes a hostile claim', ({ first: { output, report, summary } }) => {
    expect(output).not.toContain('\u001b[31m')
    expect(output).not.toContain('\u202e')
    const { testResults } = JSON.parse(report) as {
      testResults: { assertionResults: { meta: { aiosHypothesis: { id: string } } }[] }[]
    }
    const found = testResults.flatMap(({ assertionResults }) => assertionResults.map(({ meta }) => meta.aiosHypothesis))
    expect(found.find(({ id }) => id === 'H4')).toMatchInlineSnapshot(`
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
        "id": "H4",
        "numbers": "risk difference 1 (97.5 %: 0.348 to 1, claimed beyond 0.1 either way), p 0.00781, n 8, exact stratified test, pseudo-case t interval (measured)",
        "outcome": "supported",
        "unmeasured": [],
      }
    `)
    expect(summary.replace(/1:\d+/, '1:<port>')).toMatchInlineSnapshot(`
      "## Hypotheses

      live: http\\://127.0.0.1:<port>/v1 (LM Studio) has both models; latencies are measured

      | id | claim | outcome | effect | p | Holm | n | rests on |
      | --- | --- | --- | --- | --- | --- | --- | --- |
      | H1 | the embedder is better | ✅ supported | risk difference 1 (95 %: 0.433 to 1, claimed at least 0.1) | 0.00391 | 0.0156 | 8 | measured |
      | H2 | the embedder is better | ❌ not supported | risk difference 1 (95 %: 0.433 to 1, claimed at most -0.1) | 1 | 1 | 8 | measured |
      | H3 | routes follow the trait | ❔ inconclusive | Cramer's V unknown (95 %: no interval, claimed at least 0.1) | no p | no p | 8 | router decisions |
      | H4 | evil \\\\x1b\\[31m&lt;script>alert(1)&lt;/script> \\\\u202e\\| claim | ✅ supported | risk difference 1 (97.5 %: 0.348 to 1, claimed beyond 0.1 either way) | 0.00781 | 0.0234 | 8 | measured |

      Judged together: with Holm's correction over 4 the chance of any false support is at most 0.05.

      "
    `)
  })
})
