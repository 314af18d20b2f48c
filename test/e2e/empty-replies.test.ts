import { describe, expect } from 'vitest'
import type { Report } from '../../schemas/generated/report.ts'
import { goldenProject, numbered } from '../support/golden-project.ts'
import { type Project, test as base } from '../support/project.ts'
import { scriptedModels, type Says } from '../support/scripted-models.ts'
import { chunk, DONE, events, usage } from '../support/scripted-server.ts'

/** A model that spends all its tokens on reasoning. */
const reasoning = (model: string): Says =>
  events(chunk({ reasoning_content: 'Let me think' }, model) + chunk({}, model, 'length') + usage(9, 64, model) + DONE)

/** A model that ends at once. */
const nothing = (model: string): Says => events(chunk({}, model, 'stop') + usage(9, 1, model) + DONE)

/** A reply whose end is missing. */
const cut = (model: string): Says =>
  events(chunk({ content: 'The number is' }, model) + chunk({}, model, 'length') + usage(9, 64, model) + DONE)

/** A server that answers the first goldens of a set in a way, and the others well. */
async function serve(ways: Record<string, { first: number; says: (model: string) => Says }>) {
  const server = await scriptedModels(['big', 'small'], (question, { model }) => {
    const [, set = '', number = ''] = /number ([a-z]+)(\d+)/.exec(question) ?? []
    const way = ways[set]
    return way !== undefined && Number(number) < way.first ? way.says(model) : `It is ${number}.`
  })
  return { server, env: { AIOS_BASE_URL: server.url, AIOS_BACKEND: 'live' } }
}

/** Goldens whose answer is their number. */
const goldensOf = (count: number, set: string) =>
  numbered(count, set).map((golden, index) => ({ ...golden, expect: { contains: String(index) } }))

/** Runs a project with a set against a server that answers its first goldens in a way. */
async function run(
  project: Project,
  {
    goldens,
    first,
    says,
    args = [],
  }: { goldens: number; first: number; says: (model: string) => Says; args?: string[] },
) {
  const { server, env } = await serve({ numbers: { first, says } })
  await project.write(goldenProject({ numbers: goldensOf(goldens, 'numbers') }))
  const result = await project.vitest(['run', 'goldens', ...args], env)
  await server.close()
  return result
}

const test = base
  /** The baseline of ten goldens that were answered well. */
  .extend('baseline', { scope: 'file' }, async ({ newProject }) => {
    const project = await newProject()
    await run(project, { goldens: 10, first: 0, says: nothing, args: ['-u'] })
    return project.read('goldens/baseline.json')
  })
  /** A run of two sets: the first golden of each is empty or cut. */
  .extend('one', { scope: 'file' }, async ({ newProject }, { onCleanup }) => {
    const { server, env } = await serve({ empty: { first: 1, says: nothing }, cut: { first: 1, says: cut } })
    onCleanup(() => server.close())
    const project = await newProject()
    const sets = { empty: goldensOf(4, 'empty'), cut: goldensOf(4, 'cut') }
    await project.write(goldenProject(sets, { test: 'isolate: false' }))
    const result = await project.vitest(['run', 'goldens'], env)
    const report = JSON.parse(await project.read('.aios/last_report.json')) as Report
    return { ...result, log: await project.read('.aios/provenance.ndjson'), report }
  })
  /** A run of two hypotheses, of whose replies some or all are empty or cut. */
  .extend('hypotheses', { scope: 'file' }, async ({ newProject }, { onCleanup }) => {
    const server = await scriptedModels(['big', 'small'], (question, { model }) => {
      if (question.includes('cut')) return cut(model)
      return model === 'big' ? reasoning(model) : 'It is 4.'
    })
    onCleanup(() => server.close())
    const project = await newProject()
    const hypothesisOf = (id: string, set: string, more = '') => `import { expect, hypothesis } from 'vitest-aios'
hypothesis('${id}', { claim: 'the embedder is better', ${more}goldens: '../goldens/${set}.json' }, async ({ paired }) => {
  expect(await paired({ source: ['main_model', 'embedder'] }).quality()).toDifferBy(0.1, { direction: 'positive' })
})\n`
    await project.write({
      ...goldenProject({ numbers: numbered(4), cut: goldensOf(10, 'cut') }),
      'hypotheses/empty.hypothesis.test.ts': hypothesisOf('H1', 'numbers'),
      'hypotheses/cut.hypothesis.test.ts': hypothesisOf('H2', 'cut', "must: 'hold', "),
    })
    return project.vitest(['run', 'hypotheses'], { AIOS_BASE_URL: server.url, AIOS_BACKEND: 'live' })
  })

describe('empty replies', { timeout: 60_000 }, () => {
  test('of every golden fail the run without any objective, and -u records nothing', async ({ project }) => {
    const { output, exitCode } = await run(project, { goldens: 3, first: 3, says: reasoning, args: ['-u'] })
    const flat = output.replaceAll(/\s+/g, ' ')
    expect(flat).toContain('0/3 pass, 3 could not be measured')
    expect(flat).toContain('could not be measured: 3 goldens of 3 got an empty reply')
    expect(flat).toContain('all 64 tokens up to max_tokens were spent on reasoning')
    expect(flat).toContain('Raise aios({ sampling: { max_tokens } }), or turn thinking off')
    expect(flat).toContain('the baseline stays as it was')
    expect(flat).toContain('status FAIL')
    expect(exitCode).toBe(1)
    expect(project.exists('goldens/baseline.json')).toBe(false)
    const [outcome] = (await project.events()).filter((event) => event['event_type'] === 'run')
    expect(outcome).toMatchObject({ status: 'fail' })
    const report = JSON.parse(await project.read('.aios/last_report.json')) as Report
    expect(report).toMatchObject({ status: 'fail', sets: [{ counts: { passed: 0, failed: 0, unmeasured: 3 } }] })
    expect(report.sets[0]?.unmeasured[0]).toMatchObject({ cause: 'empty_reply' })
  })

  test('leave an older baseline as it is', async ({ project, baseline }) => {
    await project.write({ 'goldens/baseline.json': baseline })
    const { output, exitCode } = await run(project, { goldens: 10, first: 4, says: nothing, args: ['-u'] })
    expect(output.replaceAll(/\s+/g, ' ')).toContain('4 goldens of 10 got an empty reply')
    expect(exitCode).toBe(1)
    expect(await project.read('goldens/baseline.json')).toBe(baseline)
  })

  test('of one golden are a failed answer with its cause in message and log', ({ one: { output, exitCode, log } }) => {
    expect(output).toMatch(/goldens +empty +3\/4 pass, 1 failed/)
    expect(output).toContain('the model ended its reply without any text (1 token)')
    expect(output).toContain('Remedy:   ')
    expect(output).not.toContain('could not')
    expect(exitCode).toBe(1)
    expect(log).toContain('to be complete, but the model ended its reply without any text (1 token)')
  })

  test('a reply that is cut says so', ({ one: { output, log, report } }) => {
    expect(output).toMatch(/goldens +cut +3\/4 pass, 1 failed/)
    expect(output).toContain('the reply was cut at max_tokens (64 tokens)')
    expect(output).toContain('Raise aios({ sampling: { max_tokens } })')
    expect(log).toContain('cut at max_tokens (64 tokens)')
    const set = report.sets.find((each) => each.set === 'cut')
    expect(set?.goldens[0]).toMatchObject({ shortfall: 'the reply was cut at max_tokens (64 tokens)' })
    expect(set?.goldens[1]).not.toHaveProperty('shortfall')
  })

  test('of every set with one golden fail the run', async ({ project, onTestFinished }) => {
    const server = await scriptedModels(['big', 'small'], (_question, { model }) => nothing(model))
    onTestFinished(() => server.close())
    await project.write(goldenProject({ one: numbered(1, 'a'), two: numbered(1, 'b'), three: numbered(1, 'c') }))
    const env = { AIOS_BASE_URL: server.url, AIOS_BACKEND: 'live' }
    const { output, exitCode } = await project.vitest(['run', 'goldens', '-u'], env)
    const flat = output.replaceAll(/\s+/g, ' ')
    expect(flat).toMatch(/every reply of (main_model|embedder) in this run was empty/)
    expect(flat).toContain('the baseline stays as it was: 3 goldens could not be measured')
    expect(exitCode).toBe(1)
    expect(project.exists('goldens/baseline.json')).toBe(false)
  })

  test('of one model give a hypothesis no outcome', ({ hypotheses: { output, exitCode } }) => {
    expect(output).toContain('"main_model" could not be measured: 4 goldens of 4 got an empty reply')
    expect(output).not.toMatch(/H1 +supported/)
    expect(exitCode).toBe(1)
  })

  test('and cut ones are named where a set gets worse', async ({ project, baseline }) => {
    await project.write({ 'goldens/baseline.json': baseline })
    const worse = await run(project, { goldens: 10, first: 9, says: cut })
    expect(worse.output.replaceAll(/\s+/g, ' ')).toContain(
      '9 of 10 replies empty or cut: the reply was cut at max_tokens',
    )
  })

  test('and cut ones are named where a hypothesis must hold', ({ hypotheses: { output } }) => {
    expect(output.replaceAll(/\s+/g, ' ')).toContain('20 of 20 replies empty or cut: the reply was cut at max_tokens')
  })
})
