import { describe, expect } from 'vitest'
import type { Report } from '../../schemas/generated/report.ts'
import { goldenProject, MONOREPO, numbered, packageFiles } from '../support/golden-project.ts'
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

const reportOf = async (project: Project, name: string) =>
  JSON.parse(await project.read(`packages/${name}/.aios/last_report.json`)) as Report

/** What the summary of a run says about a package, on one line: notes are wrapped to the width of the terminal. */
function partOf(output: string, name: string): string {
  const parts = output.split(/^ project +/m).filter((part) => part.startsWith(`${name}\n`))
  return parts.join(' ').replaceAll(/\s+/g, ' ')
}

const test = base
  /** The baseline of ten goldens that were answered well. */
  .extend('baseline', { scope: 'file' }, async ({ newProject }, { onCleanup }) => {
    const { server, env } = await serve({})
    onCleanup(() => server.close())
    const project = await newProject()
    await project.write(goldenProject({ numbers: goldensOf(10, 'numbers') }))
    await project.vitest(['run', 'goldens', '-u'], env)
    return project.read('goldens/baseline.json')
  })
  /** A recording of packages whose replies are empty: all of a set, some of a set with a baseline, and all of three sets. */
  .extend('recording', { scope: 'file' }, async ({ newProject, baseline }, { onCleanup }) => {
    const { server, env } = await serve({
      all: { first: 3, says: reasoning },
      numbers: { first: 4, says: nothing },
      a: { first: 1, says: nothing },
      b: { first: 1, says: nothing },
      c: { first: 1, says: nothing },
    })
    onCleanup(() => server.close())
    const project = await newProject()
    const single = { one: numbered(1, 'a'), two: numbered(1, 'b'), three: numbered(1, 'c') }
    await project.write({
      'vitest.config.ts': MONOREPO,
      ...packageFiles('all', { all: goldensOf(3, 'all') }),
      ...packageFiles('some', { numbers: goldensOf(10, 'numbers') }),
      ...packageFiles('single', single, { test: 'isolate: false' }),
      'packages/some/goldens/baseline.json': baseline,
    })
    return { project, ...(await project.vitest(['run', 'goldens', '-u'], env)) }
  })
  /**
   * A comparison of two packages: of two sets without a baseline the first golden is empty or cut, of a set with a
   * baseline all replies but one are cut.
   */
  .extend('one', { scope: 'file' }, async ({ newProject, baseline }, { onCleanup }) => {
    const { server, env } = await serve({
      empty: { first: 1, says: nothing },
      cut: { first: 1, says: cut },
      numbers: { first: 9, says: cut },
    })
    onCleanup(() => server.close())
    const project = await newProject()
    const sets = { empty: goldensOf(4, 'empty'), cut: goldensOf(4, 'cut') }
    await project.write({
      'vitest.config.ts': MONOREPO,
      ...packageFiles('one', sets, { test: 'isolate: false' }),
      ...packageFiles('worse', { numbers: goldensOf(10, 'numbers') }),
      'packages/worse/goldens/baseline.json': baseline,
    })
    const result = await project.vitest(['run', 'goldens'], env)
    const report = await reportOf(project, 'one')
    return { ...result, log: await project.read('packages/one/.aios/provenance.ndjson'), report }
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
  test('of every golden fail the run without any objective, and -u records nothing', async ({
    recording: { project, output, exitCode },
  }) => {
    const flat = partOf(output, 'all')
    expect(flat).toContain('0/3 pass, 3 could not be measured')
    expect(flat).toContain('could not be measured: 3 goldens of 3 got an empty reply')
    expect(flat).toContain('all 64 tokens up to max_tokens were spent on reasoning')
    expect(flat).toContain('Raise aios({ sampling: { max_tokens } }), or turn thinking off')
    expect(flat).toContain('the baseline stays as it was')
    expect(flat).toContain('status FAIL')
    expect(exitCode).toBe(1)
    expect(project.exists('packages/all/goldens/baseline.json')).toBe(false)
    const [outcome] = (await project.events('packages/all')).filter((event) => event['event_type'] === 'run')
    expect(outcome).toMatchObject({ status: 'fail' })
    const report = await reportOf(project, 'all')
    expect(report).toMatchObject({ status: 'fail', sets: [{ counts: { passed: 0, failed: 0, unmeasured: 3 } }] })
    expect(report.sets[0]?.unmeasured[0]).toMatchObject({ cause: 'empty_reply' })
  })

  test('leave an older baseline as it is', async ({ recording: { project, output }, baseline }) => {
    expect(partOf(output, 'some')).toContain('4 goldens of 10 got an empty reply')
    expect(await reportOf(project, 'some')).toMatchObject({ status: 'fail' })
    expect(await project.read('packages/some/goldens/baseline.json')).toBe(baseline)
  })

  test('of one golden are a failed answer with its cause in message and log', ({
    one: { output, exitCode, log, report },
  }) => {
    expect(output).toMatch(/goldens +empty +3\/4 pass, 1 failed/)
    expect(output).toContain('the model ended its reply without any text (1 token)')
    expect(output).toContain('Remedy:   ')
    expect(output).not.toContain('could not')
    expect(exitCode).toBe(1)
    expect(report).toMatchObject({ status: 'fail' })
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

  test('of every set with one golden fail the run', async ({ recording: { project, output } }) => {
    const flat = partOf(output, 'single')
    expect(flat).toMatch(/every reply of (main_model|embedder) in this run was empty/)
    expect(flat).toContain('the baseline stays as it was: 3 goldens could not be measured')
    expect(await reportOf(project, 'single')).toMatchObject({ status: 'fail' })
    expect(project.exists('packages/single/goldens/baseline.json')).toBe(false)
  })

  test('of one model give a hypothesis no outcome', ({ hypotheses: { output, exitCode } }) => {
    expect(output).toContain('"main_model" could not be measured: 4 goldens of 4 got an empty reply')
    expect(output).not.toMatch(/H1 +supported/)
    expect(exitCode).toBe(1)
  })

  test('and cut ones are named where a set gets worse', ({ one: { output } }) => {
    expect(partOf(output, 'worse')).toContain('9 of 10 replies empty or cut: the reply was cut at max_tokens')
  })

  test('and cut ones are named where a hypothesis must hold', ({ hypotheses: { output } }) => {
    expect(output.replaceAll(/\s+/g, ' ')).toContain('20 of 20 replies empty or cut: the reply was cut at max_tokens')
  })
})
