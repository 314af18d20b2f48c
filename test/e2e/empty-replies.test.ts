import { describe, expect } from 'vitest'
import type { Report } from '../../schemas/generated/report.ts'
import { goldenProject, numbered } from '../support/golden-project.ts'
import { type Project, test } from '../support/project.ts'
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

/** Runs a set of numbered goldens against models that answer the first of them in this way, and the others well. */
async function run(
  project: Project,
  {
    goldens,
    answered,
    says,
    args = [],
  }: { goldens: number; answered: number; says: (model: string) => Says; args?: string[] },
) {
  const server = await scriptedModels(['big', 'small'], (question, { model }) => {
    const [, number = ''] = /number g(\d+)/.exec(question) ?? []
    return Number(number) < answered ? says(model) : `It is ${number}.`
  })
  const set = numbered(goldens).map((golden, index) => ({ ...golden, expect: { contains: String(index) } }))
  await project.write(goldenProject({ numbers: set }))
  const result = await project.vitest(['run', 'goldens', ...args], { AIOS_BASE_URL: server.url, AIOS_BACKEND: 'live' })
  await server.close()
  return result
}

describe('empty replies', { timeout: 60_000 }, () => {
  test('of every golden fail the run without any objective, and -u records nothing', async ({ project }) => {
    const { output, exitCode } = await run(project, { goldens: 3, answered: 3, says: reasoning, args: ['-u'] })
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

  test('leave an older baseline as it is', async ({ project }) => {
    await run(project, { goldens: 5, answered: 0, says: nothing, args: ['-u'] })
    const before = await project.read('goldens/baseline.json')
    const { output, exitCode } = await run(project, { goldens: 5, answered: 2, says: nothing, args: ['-u'] })
    expect(output.replaceAll(/\s+/g, ' ')).toContain('2 goldens of 5 got an empty reply')
    expect(exitCode).toBe(1)
    expect(await project.read('goldens/baseline.json')).toBe(before)
  })

  test('of one golden are a failed answer with its cause in message and log', async ({ project }) => {
    const { output, exitCode } = await run(project, { goldens: 4, answered: 1, says: nothing })
    expect(output.replaceAll(/\s+/g, ' ')).toContain('3/4 pass, 1 failed')
    expect(output).toContain('the model ended its reply without any text (1 token)')
    expect(output).toContain('Remedy:   ')
    expect(output).not.toContain('could not')
    expect(exitCode).toBe(1)
    expect(await project.read('.aios/provenance.ndjson')).toContain(
      'to be complete, but the model ended its reply without any text (1 token)',
    )
  })

  test('a reply that is cut says so', async ({ project }) => {
    const { output, exitCode } = await run(project, { goldens: 4, answered: 1, says: cut })
    expect(output).toContain('the reply was cut at max_tokens (64 tokens)')
    expect(output).toContain('Raise aios({ sampling: { max_tokens } })')
    expect(exitCode).toBe(1)
    expect(await project.read('.aios/provenance.ndjson')).toContain('cut at max_tokens (64 tokens)')
    const report = JSON.parse(await project.read('.aios/last_report.json')) as Report
    expect(report.sets[0]?.goldens[0]).toMatchObject({ shortfall: 'the reply was cut at max_tokens (64 tokens)' })
    expect(report.sets[0]?.goldens[1]).not.toHaveProperty('shortfall')
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

  test('of one model give a hypothesis no outcome', async ({ project, onTestFinished }) => {
    const server = await scriptedModels(['big', 'small'], (_question, { model }) =>
      model === 'big' ? reasoning(model) : 'It is 4.',
    )
    onTestFinished(() => server.close())
    await project.write({
      ...goldenProject({ numbers: numbered(4) }),
      'hypotheses/quality.hypothesis.test.ts': `import { expect, hypothesis } from 'vitest-aios'
hypothesis('H1', { claim: 'the embedder is better', goldens: '../goldens/numbers.json' }, async ({ paired }) => {
  expect(await paired({ source: ['main_model', 'embedder'] }).quality()).toDifferBy(0.1, { direction: 'positive' })
})\n`,
    })
    const env = { AIOS_BASE_URL: server.url, AIOS_BACKEND: 'live' }
    const { output, exitCode } = await project.vitest(['run', 'hypotheses'], env)
    expect(output).toContain('"main_model" could not be measured: 4 goldens of 4 got an empty reply')
    expect(output).not.toMatch(/H1 +supported/)
    expect(exitCode).toBe(1)
  })

  test('and cut ones are named where a set gets worse and where a hypothesis must hold', async ({
    project,
    onTestFinished,
  }) => {
    await run(project, { goldens: 10, answered: 0, says: cut, args: ['-u'] })
    const worse = await run(project, { goldens: 10, answered: 9, says: cut })
    expect(worse.output.replaceAll(/\s+/g, ' ')).toContain(
      '9 of 10 replies empty or cut: the reply was cut at max_tokens',
    )
    const server = await scriptedModels(['big', 'small'], (_question, { model }) => cut(model))
    onTestFinished(() => server.close())
    await project.write({
      'hypotheses/quality.hypothesis.test.ts': `import { expect, hypothesis } from 'vitest-aios'
hypothesis('H1', { claim: 'the embedder is better', must: 'hold', goldens: '../goldens/numbers.json' }, async ({ paired }) => {
  expect(await paired({ source: ['main_model', 'embedder'] }).quality()).toDifferBy(0.1, { direction: 'positive' })
})\n`,
    })
    const env = { AIOS_BASE_URL: server.url, AIOS_BACKEND: 'live' }
    const { output } = await project.vitest(['run', 'hypotheses'], env)
    expect(output.replaceAll(/\s+/g, ' ')).toContain('20 of 20 replies empty or cut: the reply was cut at max_tokens')
  })
})
