import { join } from 'node:path'
import { describe, expect } from 'vitest'
import { readBaseline } from '../../src/artifacts/baseline/baseline-file.ts'
import { copyProject } from '../support/made-once.ts'
import { scriptedModels } from '../support/scripted-models.ts'
import { test as base } from '../support/project.ts'

const config = `
import { defineConfig } from 'vitest/config'
import { aios } from 'vitest-aios/plugin'
export default defineConfig({
  plugins: [aios({ models: { main_model: 'big', embedder: 'small' }, slo: { passRate: 0.5 } })],
})
`
const suite = `
import { describeGoldens } from 'vitest-aios'
describeGoldens('facts', './facts.json')
`
const facts = [
  { id: 'hi', question: 'Hi!', trait: 'small talk' },
  { id: 'capital', question: 'What is the capital of France?', trait: 'geography', expect: { contains: 'Paris' } },
  {
    id: 'plan',
    question: 'Explain in exactly 3 steps how to plan a trip to 2 cities, then list 4 risks and why each matters.',
    trait: 'planning',
  },
]
const project3 = {
  'vitest.config.ts': config,
  'goldens/facts.golden.test.ts': suite,
  'goldens/facts.json': JSON.stringify(facts, null, 2),
}

/** A server that knows the answers, and the environment that points a run at it. */
async function answering(
  reply: (question: string) => string = (question) => (question.includes('capital') ? 'Paris.' : 'Hello.'),
) {
  const server = await scriptedModels(['big', 'small'], reply)
  return { server, env: { AIOS_BACKEND: 'live', AIOS_BASE_URL: server.url } }
}

const test = base
  .extend('good', { scope: 'file' }, async ({}, { onCleanup }) => {
    const { server, env } = await answering()
    onCleanup(() => server.close())
    return env
  })
  .extend('bad', { scope: 'file' }, async ({}, { onCleanup }) => {
    const { server, env } = await answering(() => 'Lyon, I think.')
    onCleanup(() => server.close())
    return env
  })
  /** A first run, and one that compares with it. */
  .extend('twice', { scope: 'file' }, async ({ newProject, good }) => {
    const project = await newProject()
    await project.write(project3)
    const first = await project.vitest(['run', 'goldens'], good)
    const baseline = await project.read('goldens/baseline.json')
    const second = await project.vitest(['run', 'goldens', '--reporter=dot'], { ...good, CI: 'true' })
    return { project, first, second, baseline }
  })
  /** A run of the same project, in which a golden breaks, and which records the replies. */
  .extend('broken', { scope: 'file' }, async ({ newProject, twice: { baseline }, bad }) => {
    const project = await newProject()
    await project.write({ ...project3, 'goldens/baseline.json': baseline })
    return { project, run: await project.vitest(['run', 'goldens'], { ...bad, CI: 'true', AIOS_RECORD: '1' }) }
  })
  /** A project with the baseline of the first run. */
  .extend('recorded', async ({ project, twice: { baseline } }) => {
    await project.write({ ...project3, 'goldens/baseline.json': baseline })
    return project
  })

describe('a run', () => {
  test('records the first baseline, then compares with it', ({ twice: { first, second } }) => {
    expect(first.output).toContain('baseline   the baseline is being recorded')
    expect(first.exitCode).toBe(0)
    expect(second.output).toMatch(/goldens {4}facts {2}3\/3 pass\n/)
    expect(second.output).toMatch(/baseline {3}typical latency .*, n 3: \w+/)
  })

  test('logs every reply', async ({ twice: { project } }) => {
    const events = await project.events()
    expect(events.map((event) => event['event_type'])).toEqual([
      'response',
      'response',
      'response',
      'run',
      'response',
      'response',
      'response',
      'run',
    ])
    expect(events[0]).toMatchObject({
      schema_version: '2.0',
      golden: { set: 'facts', id: 'plan', trait: 'planning' },
      source: 'main_model',
      model: { asked: 'big' },
      reply: 'Hello.',
      verdict: 'pass',
      origin: 'measured',
      route: { boundary: 0.5, propensity: 1 },
    })
    const report = JSON.parse(await project.read('.aios/last_report.json')) as {
      status: string
      sets: { counts: unknown }[]
    }
    expect(report.sets[0]?.counts).toMatchObject({ total: 3, ran: 3, passed: 3 })
  })

  test('without a baseline fails in CI, after it asked the models grouped by source', async ({
    project,
    onTestFinished,
  }) => {
    const { server, env } = await answering()
    onTestFinished(() => server.close())
    const mixed = Array.from({ length: 8 }, (_, n) => ({ ...(n % 2 === 0 ? facts[0] : facts[2]), id: `g${n}` }))
    await project.write({ ...project3, 'goldens/facts.json': JSON.stringify(mixed) })
    const run = await project.vitest(['run', 'goldens'], { ...env, AIOS_REPEATS: '3', CI: 'true' })
    expect(run.exitCode).toBe(1)
    expect(run.output).toMatch(/Received: {3}none for this set\n\nRecord it: npx vitest run goldens -u/)
    expect(project.exists('goldens/baseline.json')).toBe(false)
    // A server with one resident model swaps once.
    const swaps = server.asked().filter(({ model }, index, all) => index > 0 && model !== all[index - 1]?.model).length
    expect(swaps).toBe(1)
    // Repeats ask again with another seed, and the log keeps them apart.
    expect(server.asked().map(({ seed }) => seed)).toEqual(mixed.flatMap(() => [1, 2, 3]))
    const replies = (await project.events()).filter((event) => event['event_type'] === 'response')
    expect(replies.map(({ repeat }) => repeat)).toEqual(mixed.flatMap(() => [0, 1, 2]))
  })

  test('a golden that breaks fails the run, with its name and the command for details', ({ broken: { run } }) => {
    expect(run.exitCode).toBe(1)
    const message = /Golden: {3}capital[^]*?goldens -u/.exec(run.output)?.[0]
    expect(message).toMatchInlineSnapshot(`
      "Golden:   capital (geography), goldens/facts.json:7
      Question: What is the capital of France?
      Expected: to contain "Paris", found "Lyon, I think."
      Received: Lyon, I think.
      Source:   embedder (small), weight 0.392, measured

      Look closer: npx vitest goldens/facts.golden.test.ts --ui
      If the reply is right, correct the expectation: goldens/facts.json:7
      To record all replies of the run, with this one as a known failure: npx vitest run goldens -u"
    `)
    expect(run.output).toContain('broke: capital')
    expect(run.output).toMatch(/status +FAIL: 1 new failure: capital/)
  })

  test('a known failure does not fail the run, and counts in the pass rate', async ({ project, bad }) => {
    await project.write(project3)
    expect((await project.vitest(['run', 'goldens'], bad)).exitCode).toBe(1)
    expect(project.exists('goldens/baseline.json')).toBe(false)
    const recording = await project.vitest(['run', 'goldens', '-u'], bad)
    expect(recording.exitCode).toBe(0)
    expect(recording.output).toContain('2/3 pass, 1 failed: 0 new, 1 known')
    expect(recording.output.replaceAll(/\s+/g, ' ')).toContain(
      'recorded as known failures, which fail no test, but count in the pass rate: capital',
    )
    const run = await project.vitest(['run', 'goldens'], { ...bad, CI: 'true' })
    expect(run.output).toContain('2/3 pass, 1 failed: 0 new, 1 known')
    expect(run.output).toContain('passRate 0.667 (at least 0.5), n 3: met')
  })

  test('a replay says what -u replaces, before and after', async ({ project, broken }) => {
    await copyProject(broken.project.dir, project)
    const replay = { AIOS_BACKEND: 'replay' }
    const compared = (await project.vitest(['run', 'goldens'], replay)).output.replaceAll(/\s+/g, ' ')
    const advice = 'in a replay, -u replaces measured replies with recorded ones'
    expect(compared).toContain(
      `known failure: npx vitest run goldens -u (with a live server or the embedded engine: ${advice})`,
    )
    const recording = (await project.vitest(['run', 'goldens', '-u'], replay)).output.replaceAll(/\s+/g, ' ')
    expect(recording).toContain('-u in a replay: the baseline gets the recorded replies and latencies')
    expect(recording).toContain('a replay replaced 3 measured goldens of the baseline')
    const again = await project.vitest(['run', 'goldens', '-u'], replay)
    expect(again.output).not.toContain('a replay replaced')
  })

  test('-t judges only what ran, and -u then records only that', async ({ recorded, good }) => {
    const path = join(recorded.dir, 'goldens/baseline.json')
    const before = readBaseline(path)
    const run = await recorded.vitest(['run', 'goldens', '-t', 'capital', '-u'], good)
    expect(run.output).toContain('1/1 pass (only 1 of 3 ran)')
    const after = readBaseline(path)
    const changed = Object.keys(after?.sets['facts']?.goldens ?? {}).filter(
      (id) => after?.sets['facts']?.goldens[id]?.recorded_at !== before?.sets['facts']?.goldens[id]?.recorded_at,
    )
    expect(changed).toEqual(['capital'])
  })
})

describe('silence', () => {
  test('a project without golden sets prints and writes nothing of ours', async ({ project }) => {
    await project.write({
      'vitest.config.ts': config,
      'a.test.ts': "import { test } from 'vitest'\ntest('a', () => {})\n",
    })
    const run = await project.vitest(['run'])
    expect(run.exitCode).toBe(0)
    expect(run.output).not.toMatch(/aios|golden/)
    expect(project.exists('.aios')).toBe(false)
  })
})

describe('no backend', () => {
  test('prints a diagnosis and exits with 1 at once', async ({ project }) => {
    await project.write(project3)
    const run = await project.vitest(['run', 'goldens'], { AIOS_BASE_URL: 'http://127.0.0.1:9' })
    expect(run.exitCode).toBe(1)
    for (const part of [/not running/, /not loaded|loaded/, /endpoint/, /lms server start/])
      expect(run.output).toMatch(part)
    expect(project.exists('goldens/baseline.json')).toBe(false)
  })

  test('names the place of an invalid setting', async ({ project }) => {
    await project.write(project3)
    const run = await project.vitest(['run', 'goldens'], { AIOS_BACKEND: 'lvie' })
    expect(run.exitCode).toBe(1)
    expect(run.output).toContain('AIOS_BACKEND must be one of "auto", "live", "replay", "embedded", got "lvie"')
  })
})
