import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect } from 'vitest'
import type { Baseline } from '../../schemas/generated/baseline.ts'
import type { ResponseEvent, UnmeasuredEvent } from '../../schemas/generated/provenance.ts'
import type { Report } from '../../schemas/generated/report.ts'
import { goldenVerdict } from '../../src/verdicts/golden.ts'
import { summarize } from '../../src/verdicts/summary.ts'
import { readLog } from '../../src/provenance/read.ts'
import { goldenResults } from '../../src/provenance/results/golden-results.ts'
import { configFile, goldenProject, numbered, type TestGolden } from '../support/golden-project.ts'
import { test as base } from '../support/project.ts'
import { scriptedModels } from '../support/scripted-models.ts'

const suite = (body: string, options = '', set = 'judged') => `import { describeGoldens, expect } from 'vitest-aios'
const wait = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))
describeGoldens('${set}', './${set}.json', { ${options}
  each: async ({ golden, ask }) => { ${body} },
})
`

/** Ways in which the author of a suite judges, or forgets to. */
const JUDGES = {
  matcher: 'expect(await ask(golden)).toAnswer(golden)',
  slow: 'const reply = await ask(golden); await wait(600); if (!reply.text.includes("right")) throw new Error("no")',
  throws: 'await ask(golden); throw new Error("this judge never passes")',
  soft: 'const reply = await ask(golden); expect.soft(reply.text).toContain("right")',
  forgotten: 'await ask(golden)',
  late: 'const reply = await ask(golden); setTimeout(() => { try { expect(reply).toAnswer(golden) } catch {} }, 50)',
  twice:
    'expect(await ask(golden, { expect: { contains: "right" } })).toAnswer({ ...golden, expect: { minLength: 1 } })',
  concurrent: `const replies = await Promise.all([ask(golden), ask(golden, { expect: { contains: 'right' } })])
    await wait(300)
    for (const reply of replies) expect(reply).toAnswer(golden)`,
}

const plans = fc.record({
  judge: fc.constantFrom(...Object.keys(JUDGES)),
  answers: fc.array(fc.boolean(), { minLength: 1, maxLength: 3 }),
  repeats: fc.integer({ min: 1, max: 2 }),
})

async function answersOf(dir: string): Promise<(ResponseEvent | UnmeasuredEvent)[]> {
  const events: (ResponseEvent | UnmeasuredEvent)[] = []
  for await (const event of readLog(join(dir, '.aios')).events) if (event.event_type === 'response') events.push(event)
  return events
}

/** A run of a set whose judge is slower than the log, beside a test whose expectation is misspelt. */
const test = base.extend('slow', { scope: 'file' }, async ({ newProject }) => {
  const models = await scriptedModels(['big', 'small'], () => 'some reply')
  const project = await newProject()
  await project.write({
    // The judges wait at the same time.
    'vitest.config.ts': configFile({ test: 'isolate: false, sequence: { concurrent: true }' }),
    'goldens/judged.json': JSON.stringify(numbered(5)),
    'goldens/judged.golden.test.ts': suite('await ask(golden); await wait(900); throw new Error("judged wrong")'),
    'talk.test.ts': `import { test } from 'vitest-aios'
test('talks', async ({ ask }) => { await ask('Is it right?', { expect: { contians: 'right' } }) })
`,
  })
  const run = await project.vitest(['run'], { AIOS_BASE_URL: models.url })
  await models.close()
  return { project, ...run, asked: models.asked().map(({ question }) => question) }
})

describe('a generated suite', { timeout: 120_000 }, () => {
  test('has the same verdicts in report, log and baseline', async ({ project }) => {
    const drawn = fc.sample(plans, { seed: 1, numRuns: 16 })
    // Each way occurs, whatever the seed draws.
    const goldens = [...Object.keys(JUDGES).map((judge) => ({ judge, answers: [false, true], repeats: 1 })), ...drawn]
    const asked = new Map<string, number>()
    const models = await scriptedModels(['big', 'small'], (question) => {
      const [, index = '0'] = /number g(\d+)/.exec(question) ?? []
      const count = asked.get(index) ?? 0
      asked.set(index, count + 1)
      const answers = goldens[Number(index)]?.answers ?? [true]
      return answers[count % answers.length] ? `It is right, ${count}.` : `It is wrong, ${count}.`
    })
    const cases = Object.entries(JUDGES).map(([judge, body]) => `case '${judge}': { ${body}; break }`)
    await project.write({
      'vitest.config.ts': configFile({ test: 'retry: 1' }),
      'goldens/judged.json': JSON.stringify(
        numbered(goldens.length).map((golden, index) => ({
          ...golden,
          trait: goldens[index]?.judge,
          repeats: goldens[index]?.repeats,
          expect: { contains: 'right' },
        })),
      ),
      'goldens/judged.golden.test.ts': suite(
        `switch (golden.trait) { ${cases.join('\n')} }`,
        'whole: () => wait(500),',
      ),
    })
    await project.vitest(['run', '-u'], { AIOS_BASE_URL: models.url })
    await models.close()

    const results = goldenResults(await answersOf(project.dir))
    const [set] = (JSON.parse(await project.read('.aios/last_report.json')) as Report).sets
    const fromLog = results.map((golden) => [golden.id, goldenVerdict(golden)])
    expect(results).toHaveLength(goldens.length)
    expect(set?.goldens.map(({ id, verdict }) => [id, verdict])).toEqual(fromLog)
    const { passed, failed, unjudged, passedOnRetry } = summarize(
      { set: 'judged', ids: results.map(({ id }) => id), goldens: results },
      null,
    )
    expect(set?.counts).toMatchObject({ passed, failed, unjudged, passed_on_retry: passedOnRetry })
    const baseline = JSON.parse(await project.read('goldens/baseline.json')) as Baseline
    for (const { id, replies } of results)
      expect(baseline.sets['judged']?.goldens[id]?.passes, id).toEqual(replies.map((reply) => reply.passed))

    // All of these judge a first answer that is wrong, which no later one makes right.
    const byId = new Map(results.map((golden) => [golden.id, golden]))
    for (const judge of ['matcher', 'slow', 'throws', 'soft', 'late', 'twice'])
      expect(byId.get(`g${Object.keys(JUDGES).indexOf(judge)}`)?.replies[0]?.passed, judge).toBe(false)
  })
})

describe('a judge slower than the log', { timeout: 60_000 }, () => {
  test('is logged: its failures count, and the objective is not met', async ({ slow: { project } }) => {
    const lines = await project.events()
    const responses = lines.filter((event) => event['event_type'] === 'response')
    expect(responses.map((event) => event['verdict'])).toEqual(Array(5).fill('unjudged'))
    expect(lines.filter((event) => event['event_type'] === 'judgement')).toHaveLength(5)
    const { exitCode, output } = await project.aios(['slo', '--since', '24h', '--pass-rate', '0.95'])
    expect(output).toContain('passRate 0 (at least 0.95), n 5: not met')
    expect(exitCode).toBe(2)
  })
})

describe('a golden that passes on a retry', { timeout: 60_000 }, () => {
  test('counts as its first or its last attempt, and is reported', async ({ project }) => {
    const seen = new Set<string>()
    const models = await scriptedModels(['big', 'small'], (question) => {
      if (seen.has(question)) return 'Paris.'
      seen.add(question)
      return 'Lyon.'
    })
    const attempts = ['first', 'last'] as const
    const sets = attempts.map((set): [string, TestGolden[]] => [
      set,
      numbered(1, set).map((golden) => ({ ...golden, expect: { contains: 'Paris' } })),
    ])
    await project.write({
      ...goldenProject(Object.fromEntries(sets), { test: 'retry: 2' }),
      ...Object.fromEntries(
        attempts.map((set) => [
          `goldens/${set}.golden.test.ts`,
          suite('expect(await ask(golden)).toAnswer(golden)', `countedAttempt: '${set}', whole: () => {},`, set),
        ]),
      ),
    })
    const { output, exitCode } = await project.vitest(['run'], { AIOS_BASE_URL: models.url, CI: '1' })
    await models.close()
    expect(output).toMatch(/goldens +first +0\/1 pass/)
    expect(output).toMatch(/goldens +last +1\/1 pass/)
    expect(output.match(/1 passed on retry only/g)).toHaveLength(2)
    expect(exitCode).toBe(1)
    const report = JSON.parse(await project.read('.aios/last_report.json')) as Report
    for (const [index, set] of attempts.entries())
      expect(report.sets.find((each) => each.set === set)).toMatchObject({
        counts: { passed: index, passed_on_retry: 1 },
        goldens: [{ passed_on_retry: true }],
        status: index === 0 ? 'fail' : 'pass',
      })
    expect((await project.events()).at(-1)).toMatchObject({ event_type: 'run', passed_on_retry: 2 })
  })
})

describe('a misspelt expectation of ask', { timeout: 60_000 }, () => {
  test('fails its test, and no question is asked', ({ slow: { output, exitCode, asked } }) => {
    expect(output).toMatch(/FAIL +talk\.test\.ts > talks/)
    expect(output).toContain(
      'aios: ask(question, { expect }): expect has an unknown key "contians"; did you mean "contains"?',
    )
    expect(exitCode).toBe(1)
    expect(asked).toEqual(numbered(5).map(({ question }) => question))
  })
})
